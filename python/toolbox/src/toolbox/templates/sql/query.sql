SELECT 1 AS rows_of_the_day, :day AS day
