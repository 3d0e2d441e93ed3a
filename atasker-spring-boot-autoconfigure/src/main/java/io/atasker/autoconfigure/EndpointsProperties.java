package io.atasker.autoconfigure;

import java.util.List;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who is answered by the endpoints.
 *
 * @param allowedHosts Names and addresses of this server, without ports, for which the
 * endpoints answer over HTTP. Any when there are none.
 */
record EndpointsProperties(@DefaultValue List<String> allowedHosts) {

}
