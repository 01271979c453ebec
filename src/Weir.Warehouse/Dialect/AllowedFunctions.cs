using System.Collections.Frozen;

namespace Weir.Warehouse.Dialect;

/// <summary>
/// The functions that statements may call: all are functions of their arguments alone. What reads files, settings, the environment,
/// the catalog, other statements or the network, or waits, is not here; a new function of the engine is not here until somebody has looked.
/// </summary>
internal static class AllowedFunctions
{
    private const string Names = """
        abs acos acosh add aggregate any_value approx_count_distinct approx_quantile approx_top_k arbitrary arg_max arg_max_null arg_min
        arg_min_null argmax argmin array_agg array_append array_concat array_contains array_distinct array_extract array_filter array_has
        array_has_all array_has_any array_intersect array_length array_position array_prepend array_reverse array_reverse_sort array_slice
        array_sort array_to_string array_transform array_unique array_value ascii asin asinh atan atan2 atanh avg base64 bin bit_and bit_count
        bit_length bit_or bit_xor bool_and bool_or cardinality cast_to_type cbrt ceil ceiling century char_length character_length chr concat concat_ws
        contains corr cos cosh cot count count_if count_star countif covar_pop covar_samp cume_dist current_date current_localtimestamp date_add
        date_diff date_part date_sub date_trunc datediff datepart datesub datetrunc day dayname dayofmonth dayofweek dayofyear days_in_month decade
        decode degrees dense_rank divide element_at encode ends_with entropy epoch epoch_ms epoch_ns epoch_us error even exp factorial favg
        filter first first_value flatten floor fmod format format_bytes from_base64 from_hex fsum gcd generate_series geometric_mean get_current_timestamp
        greatest group_concat grouping grouping_id hamming hash hex histogram hour instr isfinite isinf isnan isodow isoyear jaccard json_array
        json_array_length json_contains json_exists json_extract json_extract_path json_extract_path_text json_extract_string json_group_array
        json_group_object json_keys json_object json_quote json_structure json_transform json_type json_valid json_value julian kahan_sum kurtosis
        lag last last_day last_value lcase lcm lead least left len length levenshtein lgamma like_escape list list_aggregate list_append list_avg
        list_concat list_contains list_count list_distinct list_extract list_filter list_first list_has list_has_all list_has_any list_intersect
        list_last list_max list_median list_min list_pack list_position list_prepend list_product list_reduce list_reverse list_reverse_sort
        list_slice list_sort list_sum list_transform list_unique list_value list_zip listagg ln log log10 log2 lower lpad ltrim mad make_date
        make_time make_timestamp map map_concat map_contains map_contains_value map_entries map_extract map_extract_value map_from_entries map_keys
        map_values max max_by md5 mean median microsecond millennium millisecond min min_by minute mod mode month monthname multiply nanosecond
        not_like_escape ilike_escape not_ilike_escape now nth_value ntile nullif octet_length ord percent_rank pi position pow power prefix printf product quantile quantile_cont
        quantile_disc quarter radians range rank regexp_escape regexp_extract regexp_extract_all regexp_full_match regexp_matches regexp_replace
        regexp_split_to_array regr_avgx regr_avgy regr_count regr_intercept regr_r2 regr_slope regr_sxx regr_sxy regr_syy replace reverse right
        round round_even row row_number rpad rtrim second sem sha1 sha256 sign sin sinh skewness split split_part sqrt starts_with stddev
        stddev_pop stddev_samp str_split strftime string_agg string_split string_to_array strip_accents strlen strpos strptime struct_extract
        struct_pack substr substring subtract suffix sum tan tanh time_bucket timezone to_base64 to_days to_hours to_json to_microseconds
        to_milliseconds to_minutes to_months to_quarters to_seconds to_timestamp to_weeks to_years today translate trim trunc try_strptime typeof
        ucase unhex unicode unnest upper url_decode url_encode uuid_extract_timestamp var_pop var_samp variance week weekday weekofyear weighted_avg
        xor year yearweek
        + - * / // % ^ ** ~ & | << >> || ~~ !~~ ~~* !~~* ~~~ @> <@ -> ->> && !~ ^@ ** @ !
        """;

    private static readonly FrozenSet<string> All =
        Names.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).Concat(EngineSetup.MacroNames).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public static bool Contains(string name) => All.Contains(name);
}
