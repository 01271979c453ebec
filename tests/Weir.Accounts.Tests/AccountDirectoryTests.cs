using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
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
        var (secret, _) = await accounts.CreateTokenAsync(accounts.State.Principals[0].Id, accounts.State.Workspaces[0].Id, "comment", null, Stop);
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
        var (shortLived, _) = await accounts.CreateTokenAsync(principal, workspace, null, TimeSpan.FromMinutes(1), Stop);
        accounts.Authenticate(shortLived).ShouldNotBeNull();
        _time.Advance(TimeSpan.FromMinutes(1));
        accounts.Authenticate(shortLived).ShouldBeNull();

        var (deleted, token) = await accounts.CreateTokenAsync(principal, workspace, null, null, Stop);
        (await accounts.DeleteTokenAsync(token.Id, Stop)).ShouldBeTrue();
        accounts.Authenticate(deleted).ShouldBeNull();
        (await accounts.DeleteTokenAsync(token.Id, Stop)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_user_is_added_once_and_is_no_admin()
    {
        using var accounts = Open();
        await accounts.StartAsync("a", "the-operators-token", Stop);
        var user = (await accounts.AddUserAsync("ann@example.com", Stop)).ShouldNotBeNull();
        (await accounts.AddUserAsync("ann@example.com", Stop)).ShouldBeNull();
        var (secret, _) = await accounts.CreateTokenAsync(user.Id, accounts.State.Workspaces[0].Id, null, null, Stop);
        accounts.Authenticate(secret)!.IsAccountAdmin.ShouldBeFalse();
    }

    private AccountDirectory Open() => new(_services.GetRequiredService<IAccountStore>(), _time);
}
