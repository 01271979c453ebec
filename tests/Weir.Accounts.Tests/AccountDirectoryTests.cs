using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Weir.Accounts.Http;
using Weir.Accounts.Replication;
using Weir.Accounts.Tokens;
using Weir.Storage.Relational;
using Xunit;

namespace Weir.Accounts.Tests;

/// <summary>The account over a real SQLite file.</summary>
public sealed class AccountDirectoryTests : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("weir-accounts-").FullName;
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private ServiceProvider _services = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string File => Path.Combine(_directory, "control", "weir.db");

    public async ValueTask InitializeAsync()
    {
        _services = new ServiceCollection().AddLogging().AddRelationalStorage(File).BuildServiceProvider();
        await RelationalStorage.MigrateAsync(_services, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task The_first_start_makes_an_account_a_workspace_and_an_admin_whose_token_is_shown_once()
    {
        using var accounts = Open();
        var made = await accounts.StartAsync("admin@example.com", null, Stop);
        made.ShouldNotBeNull().ShouldStartWith("weir_");
        var caller = accounts.Authenticate(made).ShouldNotBeNull();
        caller.IsAccountAdmin.ShouldBeTrue();
        caller.PrincipalName.ShouldBe("admin@example.com");
        caller.WorkspaceId.Length.ShouldBe(16);
        Guid.Parse(caller.AccountId).ShouldNotBe(Guid.Empty);

        using var later = Open();
        (await later.StartAsync("admin@example.com", null, Stop)).ShouldBeNull();
        later.Authenticate(made).ShouldBe(caller);
    }

    [Fact]
    public async Task A_token_is_nowhere_in_the_database()
    {
        using var accounts = Open();
        var made = (await accounts.StartAsync("a", null, Stop))!;
        var (secret, _) = await accounts.CreateTokenAsync(new NewToken(accounts.State.Principals[0].Id, accounts.State.Workspaces[0].Id) { Comment = "comment" }, Stop);
        await _services.DisposeAsync();
        SqliteConnection.ClearAllPools();
        foreach (var path in Directory.GetFiles(Path.GetDirectoryName(File)!))
        {
            var bytes = await System.IO.File.ReadAllBytesAsync(path, Stop);
            foreach (var token in new[] { made, secret })
            {
                bytes.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(token)).ShouldBe(-1, path);
            }
        }
    }

    [Fact]
    public async Task The_operator_s_token_is_taken_and_a_new_one_is_added_at_a_later_start()
    {
        using var accounts = Open();
        (await accounts.StartAsync("a", "the-operators-token", Stop)).ShouldBeNull();
        accounts.Authenticate("the-operators-token").ShouldNotBeNull();
        using var later = Open();
        await later.StartAsync("a", "another-token-of-theirs", Stop);
        later.Authenticate("another-token-of-theirs").ShouldNotBeNull();
        later.Authenticate("the-operators-token").ShouldNotBeNull();
    }

    [Fact]
    public async Task Unknown_expired_and_deleted_tokens_stand_for_nobody()
    {
        using var accounts = Open();
        await accounts.StartAsync("a", "the-operators-token", Stop);
        accounts.Authenticate("the-operators-tokem").ShouldBeNull();
        accounts.Authenticate(default).ShouldBeNull();
        accounts.Authenticate(new string('x', 100_000)).ShouldBeNull();

        var principal = accounts.State.Principals[0].Id;
        var workspace = accounts.State.Workspaces[0].Id;
        var (shortLived, _) = await accounts.CreateTokenAsync(new NewToken(principal, workspace) { Lifetime = TimeSpan.FromMinutes(1) }, Stop);
        accounts.Authenticate(shortLived).ShouldNotBeNull();
        _time.Advance(TimeSpan.FromMinutes(1));
        accounts.Authenticate(shortLived).ShouldBeNull();

        var (deleted, token) = await accounts.CreateTokenAsync(new NewToken(principal, workspace), Stop);
        (await accounts.DeleteTokenAsync(token.Id, Stop)).ShouldBeTrue();
        accounts.Authenticate(deleted).ShouldBeNull();
        (await accounts.DeleteTokenAsync(token.Id, Stop)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_token_stops_when_its_owner_is_no_member_of_its_workspace_any_more()
    {
        using var accounts = Open();
        await accounts.StartAsync("a", "the-operators-token", Stop);
        var workspace = accounts.State.Workspaces[0].Id;
        await AddAsync(accounts, new Principal("1", "ann@example.com", PrincipalType.User, IsAccountAdmin: false));
        await Should.ThrowAsync<ApiException>(() => accounts.CreateTokenAsync(new NewToken("1", workspace), Stop));

        await AddAsync(accounts, new Principal("2", "team", PrincipalType.Group, IsAccountAdmin: false));
        var assignment = new WorkspaceAssignment(workspace, "2", WorkspaceRole.Admin);
        await ApplyAsync(accounts, new AccountChange { AddedMembers = [new GroupMember("2", "1")], SavedAssignments = [assignment] });
        var (secret, _) = await accounts.CreateTokenAsync(new NewToken("1", workspace) { Scopes = ["sql"] }, Stop);
        var caller = accounts.Authenticate(secret).ShouldNotBeNull();
        caller.IsAccountAdmin.ShouldBeFalse();
        caller.IsWorkspaceAdmin.ShouldBeTrue("the role came through the group");
        caller.Groups.ShouldBe(["team"]);
        caller.GroupIds.ShouldBe(["2"]);
        caller.Scopes.ShouldBe(["sql"]);

        await ApplyAsync(accounts, new AccountChange { RemovedAssignments = [assignment] });
        accounts.Authenticate(secret).ShouldBeNull();
    }

    [Fact]
    public async Task The_first_workspace_and_the_first_admin_stay_the_first_whatever_the_names_of_others()
    {
        using var accounts = Open();
        await accounts.StartAsync("zoe@example.com", "the-operators-token", Stop);
        var first = accounts.State.Workspaces[0];
        _time.Advance(TimeSpan.FromSeconds(1));
        var now = _time.GetUtcNow().UtcDateTime;
        await ApplyAsync(accounts, new AccountChange { AddedWorkspaces = [new Workspace("1", "a") { CreationTime = now }] });
        await AddAsync(accounts, new Principal("2", "ann@example.com", PrincipalType.User, IsAccountAdmin: true) { CreationTime = now });
        using var later = Open();
        await later.StartAsync("zoe@example.com", "a-token-of-a-later-start", Stop);
        var caller = later.Authenticate("a-token-of-a-later-start").ShouldNotBeNull();
        (caller.WorkspaceId, caller.PrincipalName).ShouldBe((first.Id, "zoe@example.com"));
    }

    [Fact]
    public async Task Another_replica_s_change_is_seen_at_the_next_look_and_two_at_once_are_both_made()
    {
        using var one = Open();
        await one.StartAsync("a", "the-operators-token", Stop);
        using var other = Open();
        await other.StartAsync("a", null, Stop);
        var (secret, token) = await one.CreateTokenAsync(new NewToken(one.State.Principals[0].Id, one.State.Workspaces[0].Id), Stop);
        other.Authenticate(secret).ShouldBeNull();
        await other.RefreshAsync(Stop);
        other.Authenticate(secret).ShouldNotBeNull();

        // The other does not know of this change when it makes its own.
        await AddAsync(one, new Principal("1", "ann@example.com", PrincipalType.User, IsAccountAdmin: false));
        await AddAsync(other, new Principal("2", "bob@example.com", PrincipalType.User, IsAccountAdmin: false));
        other.State.Principals.Count(principal => principal.Id is "1" or "2").ShouldBe(2);

        await one.DeleteTokenAsync(token.Id, Stop);
        await other.RefreshAsync(Stop);
        other.Authenticate(secret).ShouldBeNull();
    }

    [Fact]
    public async Task A_replica_looks_for_changes_every_half_second()
    {
        using var one = Open();
        await one.StartAsync("a", "the-operators-token", Stop);
        using var other = Open();
        await other.StartAsync("a", null, Stop);
        var states = new ReplicatedStates([], _services.GetRequiredService<IStateVersions>());
        using var refresh = new ReplicaRefresh(other, states, _time, NullLogger<ReplicaRefresh>.Instance);
        await refresh.StartAsync(Stop);
        var (secret, _) = await one.CreateTokenAsync(new NewToken(one.State.Principals[0].Id, one.State.Workspaces[0].Id), Stop);
        while (other.Authenticate(secret) is null)
        {
            _time.Advance(TimeSpan.FromMilliseconds(500));
            await Task.Yield();
        }

        await refresh.StopAsync(Stop);
    }

    [Fact]
    public async Task When_a_token_was_last_used_is_known_at_once_and_stored_behind()
    {
        using var accounts = Open();
        await accounts.StartAsync("a", "the-operators-token", Stop);
        var (secret, token) = await accounts.CreateTokenAsync(new NewToken(accounts.State.Principals[0].Id, accounts.State.Workspaces[0].Id), Stop);
        accounts.LastUsedTimeOf(token).ShouldBeNull();
        accounts.Authenticate(secret).ShouldNotBeNull();
        var now = _time.GetUtcNow().UtcDateTime;
        accounts.LastUsedTimeOf(token).ShouldBe(now);
        var version = accounts.State.Version;
        await accounts.StoreTokenUsesAsync(Stop);

        using var later = Open();
        await later.StartAsync("a", null, Stop);
        later.LastUsedTimeOf(later.State.Tokens.Single(known => known.Id == token.Id)).ShouldBe(now);
        later.State.Version.ShouldBe(version, "a use changes nobody's rights");
    }

    private static Task<bool> AddAsync(AccountDirectory accounts, Principal principal) => ApplyAsync(accounts, new AccountChange { AddedPrincipals = [principal] });

    private static Task<bool> ApplyAsync(AccountDirectory accounts, AccountChange change) => accounts.ChangeAsync(_ => (change, true), Stop);

    private AccountDirectory Open() => new(_services.GetRequiredService<IAccountStore>(), _time);
}
