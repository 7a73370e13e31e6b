Free ${person.name} is ${person.age?string("000")}<#list person.tags as tag> ${tag?upper_case}</#list>
