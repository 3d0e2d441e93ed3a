package io.atasker.docs.start;

record Mail(String to, String text) {

}
