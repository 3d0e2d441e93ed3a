package io.atasker.test.shop;

record Order(String article, int number) {

}
