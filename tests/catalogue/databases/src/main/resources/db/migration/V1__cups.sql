create table cup (id int primary key, name varchar(20), made timestamp);
