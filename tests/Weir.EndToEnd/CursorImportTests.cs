using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace Weir.EndToEnd;

/// <summary>What Cursor's APIs tell is of the account's own users. What the import reads is tested in Weir.Agents.Tests.</summary>
public sealed class CursorImportTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Cursors_users_are_the_accounts_whatever_the_case_of_their_addresses()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        await using var cursor = builder.Build();
        cursor.Urls.Add("http://127.0.0.1:0");
        object Day(string email, int added) => new { day = $"{TimeProvider.System.GetUtcNow():yyyy-MM-dd}", email, acceptedLinesAdded = added, acceptedLinesDeleted = 0, isActive = true };
        cursor.MapPost("/teams/daily-usage-data", () => Results.Json(new { data = new[] { Day("ada@ACME.example", 7), Day("Bea.Work@acme.example", 5), Day("Cy@acme.example", 3) } }));
        cursor.MapGet("/analytics/ai-code/commits", () => Results.Json(new { items = Array.Empty<object>(), totalCount = 0 }));
        await cursor.StartAsync(Stop);

        await using var weir = new RunningWeir();
        await weir.InitializeAsync();
        (await weir.Client.CallAsync("POST", $"{Identities.Scim}/Users", new { userName = "Ada@Acme.example" })).Status.ShouldBe(201);
        (await weir.Client.CallAsync("POST", $"{Identities.Scim}/Users", new { userName = "bea@acme.example", emails = new[] { new { value = "bea.work@acme.example", primary = true } } })).Status.ShouldBe(201);
        await weir.StopAsync();
        weir.Set("WEIR_Cursor__ApiKey", "crsr_key");
        weir.Set("WEIR_Cursor__WorkspaceId", "1234567890123456");
        weir.Set("WEIR_Cursor__BaseUrl", cursor.Urls.First());
        await weir.StartAsync();

        await RunningWeir.EventuallyAsync(async () => (await weir.SqlAsync("SELECT requester, lines_added FROM system.ai_gateway.coding_agent_activity WHERE agent = 'Cursor' AND kind = 'edit' ORDER BY lines_added DESC"))
            .ShouldBe([["Ada@Acme.example", "7"], ["bea@acme.example", "5"], ["cy@acme.example", "3"]]));
    }
}
