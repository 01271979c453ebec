namespace Weir.Storage.Relational.Migrations;

/// <summary>Endpoints that were made before there were permissions could be called by everybody in their workspace, and still can.</summary>
internal static class EndpointsFromBeforePermissions
{
    public const string GrantToAllUsers = """
        INSERT INTO permissions ("ObjectType", "ObjectId", "Entries")
        SELECT 'ai-gateway-endpoints', "Id", '[{"Kind":1,"Principal":"users","Level":"CAN_QUERY"}]' FROM endpoints
        """;
}
