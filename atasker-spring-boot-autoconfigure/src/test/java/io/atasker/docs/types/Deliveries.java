package io.atasker.docs.types;

import org.springframework.stereotype.Component;

@Component
class Deliveries {

	@Delivery(concurrency = "${delivery.lanes:2}")
	void deliveries(Parcel parcel) {
	}

	record Parcel(String address) {

	}

}
