package catalogue

import groovy.json.JsonOutput
import groovy.json.JsonSlurper
import groovy.transform.CompileStatic
import groovy.transform.EqualsAndHashCode
import groovy.transform.Immutable
import groovy.transform.Memoized
import groovy.transform.Sortable
import groovy.transform.ToString
import groovy.transform.builder.Builder
import groovy.xml.XmlSlurper
import groovy.xml.slurpersupport.GPathResult

/** What Groovy adds to Java, as far as it is compiled statically: methods are found when it is compiled, but for those of closures. */
@CompileStatic
class Main {
    trait Named {
        String name

        String greet(String word = 'hello') {
            "$word $name"
        }
    }

    static class Cat implements Named {
        int age
    }

    @Immutable
    static class Point {
        int x
        int y

        Point plus(Point other) {
            new Point(x + other.x, y + other.y)
        }
    }

    @Sortable(includes = ['pages', 'title'])
    @EqualsAndHashCode
    @ToString(includeNames = true, includePackage = false)
    @Builder
    static class Book {
        String title
        int pages
        List<String> writers
    }

    static void main(String[] arguments) {
        println new Cat(name: 'Tom', age: 3).greet()
        println new Point(1, 2) + new Point(3, 4)
        collections()
        texts()
        transformed()
        formats()
        try {
            new Point(1, 2).with { Point it -> throw new IllegalStateException("as meant $it.x") }
        } catch (IllegalStateException e) {
            println e.message
        }
    }

    private static void collections() {
        def numbers = (1..10).findAll { it % 2 == 0 }.collect { it * it }
        println "$numbers ${numbers.sum()} ${numbers.inject(1L) { long a, int b -> a * b }}"
        def words = ['mug', 'tea', 'pot', 'cup', 'saucer'].groupBy { it.size() }
        println "$words ${words*.value*.size()} ${words.any { it.key > 5 }}"
        def (first, second) = [[3, 1, 2].sort(), [a: 1, b: 2].collectEntries { k, v -> [(v): k] }]
        println "$first $second ${[1, [2, [3]]].flatten()} ${[1, 2, 3, 4].collate(3)} ${['b', null, 'a']*.toUpperCase()}"
        String nothing = null
        println "${nothing?.length()} ${nothing ?: 'else'} ${3 <=> 2} ${1.1 + 2.2} ${2**10} ${10.intdiv(3)}"
        def add = { int a, int b -> a + b }
        def addTwo = add.curry(2)
        println "${addTwo(3)} ${(addTwo >> { int it -> it * 10 })(1)} ${fibonacci(60)}"
    }

    @Memoized
    private static long fibonacci(int n) {
        n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2)
    }

    private static void texts() {
        def text = '''\
            some
              lines'''.stripIndent()
        println text.readLines()*.trim()
        println 'key=value, other=7'.findAll(/(\w+)=(\w+)/) { List<String> it -> "${it[2]}:${it[1]}".toString() }
        println 'mug'.capitalize().padRight(5, '.') + 'abc'[-1..0] + 'abc'.tr('a-b', 'x-y')
        switch ('cup 7') {
            case ~/\w+ \d/ -> println 'matched'
            default -> println 'not'
        }
    }

    private static void transformed() {
        def built = Book.builder().title('Letters').pages(66).writers(['Ada', 'Kurt']).build()
        def books = [new Book(title: 'Notes', pages: 300, writers: ['Ada']), built]
        println books.sort()
        println books.first() == new Book(title: 'Letters', pages: 66, writers: ['Ada', 'Kurt'])
    }

    private static void formats() {
        def json = JsonOutput.toJson([name: 'mug', sizes: [1, 2.5], book: new Book(title: 'Notes', pages: 300)])
        def read = new JsonSlurper().parseText(json) as Map<String, Object>
        println "${json.size()} ${read.sizes} ${(read.book as Map<String, Object>).sort()}"
        println JsonOutput.prettyPrint('{"a":[1,{"b":null}]}')
        GPathResult xml = new XmlSlurper().parseText('<books><book pages="66">Letters</book><book pages="300">Notes</book></books>')
        println xml.children().collect { Object it -> ((GPathResult) it).text() }
    }
}
