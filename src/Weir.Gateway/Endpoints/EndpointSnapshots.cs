using System.Globalization;
using System.Text.Json;
using Weir.Usage.Records;

namespace Weir.Gateway.Endpoints;

/// <summary>Writes an endpoint as rows hold it: the columns <c>endpoint_tags</c> and <c>endpoint_metadata</c>.</summary>
internal static class EndpointSnapshots
{
    public const string TypePrefix = "DESTINATION_TYPE_";

    public static EndpointSnapshot Of(GatewayEndpoint endpoint) => new(
        endpoint.Id,
        JsonSerializer.SerializeToUtf8Bytes(endpoint.Tags),
        JsonSerializer.SerializeToUtf8Bytes(new
        {
            creator = endpoint.Creator,
            creation_time = Time(endpoint.CreationTime),
            last_updated_time = Time(endpoint.LastUpdatedTime),
            destinations = endpoint.Destinations.Select(Describe),
            inference_table = endpoint.InferenceTable is { } table ? $"{table.CatalogName}.{table.SchemaName}.{table.TableNamePrefix}_payload" : null,
            fallbacks = endpoint.Fallbacks.Select(Describe),
        }));

    private static object Describe(Destination destination) => new
    {
        name = destination.Name,
        traffic_percent = destination.TrafficPercentage,
        type = destination.Type.StartsWith(TypePrefix, StringComparison.Ordinal) ? destination.Type[TypePrefix.Length..] : destination.Type,
    };

    private static string Time(DateTime utc) => utc.ToString("yyyy-MM-ddTHH:mm:ss.ffffff", CultureInfo.InvariantCulture);
}
