package io.atasker.test.shop;

interface Warehouse {

	void take(String article, int number);

	int stock();

}
