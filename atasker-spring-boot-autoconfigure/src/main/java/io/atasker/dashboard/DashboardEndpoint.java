package io.atasker.dashboard;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;
import org.springframework.core.io.Resource;

/**
 * Actuator endpoint that serves the page and what the page is made of. It only ever
 * reads: what the page shows and does goes through the endpoints {@code workers} and
 * {@code supervisors}, with the access that these have.
 */
@WebEndpoint(id = "atasker", defaultAccess = Access.READ_ONLY)
public class DashboardEndpoint {

	private final DashboardPage page;

	private final DashboardAssets assets = new DashboardAssets();

	/**
	 * Makes the endpoint.
	 * @param page the page
	 */
	public DashboardEndpoint(DashboardPage page) {
		this.page = page;
	}

	/**
	 * Serves the page.
	 * @return its HTML
	 */
	@ReadOperation(produces = "text/html;charset=UTF-8")
	public String page() {
		return this.page.html();
	}

	/**
	 * Serves a part of the page.
	 * @param asset its file name
	 * @return 200, 404 for whatever is no part of the page
	 */
	@ReadOperation(produces = { "text/javascript", "text/css", "image/svg+xml", "*/*" })
	public WebEndpointResponse<Resource> asset(@Selector String asset) {
		return this.assets.serve(asset);
	}

}
