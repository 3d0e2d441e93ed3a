package io.atasker.dashboard;

import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.util.MimeType;

/**
 * The files that the page is made of. Only these names lead to a file.
 */
final class DashboardAssets {

	/** Where the files are on the class path. */
	static final String FOLDER = "io/atasker/dashboard/";

	private static final MimeType SCRIPT = MimeType.valueOf("text/javascript;charset=UTF-8");

	private static final Map<String, MimeType> TYPES = types();

	private static Map<String, MimeType> types() {
		Map<String, MimeType> types = new LinkedHashMap<>();
		types.put("page.css", MimeType.valueOf("text/css;charset=UTF-8"));
		types.put("icon.svg", MimeType.valueOf("image/svg+xml"));
		for (String script : new String[] { "theme", "app", "actions", "api", "details", "dialog", "dom", "format",
				"icons", "limits", "model", "nodes", "pool", "processes", "table" }) {
			types.put(script + ".js", SCRIPT);
		}
		return types;
	}

	WebEndpointResponse<Resource> serve(String name) {
		MimeType type = TYPES.get(name);
		return (type != null) ? new WebEndpointResponse<>(file(name), type)
				: new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
	}

	/**
	 * Returns a file. It is looked for where this class is: the context class loader of a
	 * thread may be that of an application that was stopped.
	 * @param name its name
	 * @return the file
	 */
	static Resource file(String name) {
		return new ClassPathResource(name, DashboardAssets.class);
	}

}
