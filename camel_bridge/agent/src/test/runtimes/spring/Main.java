package spring;

import org.apache.camel.builder.RouteBuilder;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import shop.Shop;

/** The shop's routes as a bean. */
@Configuration
@EnableAutoConfiguration
public class Main {
    public static void main(String[] arguments) {
        SpringApplication.run(Main.class, arguments);
    }

    @Bean
    RouteBuilder shop() {
        return new Shop();
    }
}
