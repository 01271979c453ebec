using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Weir.Accounts.Permissions;
using Weir.Accounts.Tokens;
using Weir.Storage.Relational;
using Xunit;

namespace Weir.Accounts.Tests;

/// <summary>A database of before there were memberships.</summary>
public sealed class UpgradeTests : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("weir-upgrade-").FullName;
    private ServiceProvider _services = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        _services = new ServiceCollection().AddLogging().AddRelationalStorage(Path.Combine(_directory, "weir.db")).BuildServiceProvider();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task Whoever_had_a_token_still_has_it_with_the_same_rights()
    {
        await using var context = await _services.GetRequiredService<IDbContextFactory<WeirDbContext>>().CreateDbContextAsync(Stop);
        await context.GetService<IMigrator>().MigrateAsync("BatchClaims", Stop);
        TokenHash.TryCompute("a-user-s-old-token", out var hash).ShouldBeTrue();
        await context.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO accounts (Id) VALUES ('a');
            INSERT INTO workspaces (Id, Name) VALUES ('1', 'main');
            INSERT INTO principals (Id, Name, Type, IsAccountAdmin) VALUES ('2', 'admin', 'User', 1), ('3', 'ann@example.com', 'User', 0);
            INSERT INTO tokens (Id, Hash, PrincipalId, WorkspaceId, CreationTime) VALUES ('t', {hash.ToBytes()}, '3', '1', '2026-01-01 00:00:00');
            """,
            Stop);
        await RelationalStorage.MigrateAsync(_services, Stop);

        using var accounts = new AccountDirectory(_services.GetRequiredService<IAccountStore>(), TimeProvider.System);
        (await accounts.StartAsync("admin", "the-operators-token", Stop)).ShouldBeNull();
        var ann = accounts.Authenticate("a-user-s-old-token").ShouldNotBeNull();
        (ann.PrincipalName, ann.IsAccountAdmin, ann.IsWorkspaceAdmin, ann.Scopes).ShouldBe(("ann@example.com", false, false, null));
        accounts.Authenticate("the-operators-token").ShouldNotBeNull().PrincipalName.ShouldBe("admin");
        accounts.State.Principals.ShouldAllBe(principal => principal.CreationTime.Year >= 2026);
    }

    [Fact]
    public async Task Whoever_could_call_an_endpoint_before_there_were_permissions_still_can()
    {
        await using var context = await _services.GetRequiredService<IDbContextFactory<WeirDbContext>>().CreateDbContextAsync(Stop);
        await context.GetService<IMigrator>().MigrateAsync("Principals", Stop);
        await context.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO workspaces (Id, Name, CreationTime) VALUES ('1', 'main', '2026-01-01 00:00:00');
            INSERT INTO endpoints (Id, WorkspaceId, Name, Creator, CreationTime, LastUpdatedTime, AllowPrivateAddress, Document)
            VALUES ('e', '1', 'chat', 'admin', '2026-01-01 00:00:00', '2026-01-01 00:00:00', 0, 'not read here');
            """,
            Stop);
        await RelationalStorage.MigrateAsync(_services, Stop);

        using var permissions = new PermissionDirectory(_services.GetRequiredService<IPermissionStore>());
        await permissions.ReloadAsync(Stop);
        var chat = new SecurableObject(ObjectType.Endpoints, "e", "1", "admin");
        var ann = new Caller("a", "1", "3", "ann@example.com", PrincipalType.User, IsAccountAdmin: false, "t");
        permissions.Allows(ann, chat, ObjectType.CanQuery).ShouldBeTrue();
        permissions.Allows(ann, chat, ObjectType.CanManage).ShouldBeFalse();
        permissions.Allows(ann with { WorkspaceId = "2" }, chat, ObjectType.CanQuery).ShouldBeFalse();
    }
}
