using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Weir.Accounts.Sessions;
using Weir.Accounts.SignIn;
using Weir.Accounts.Tokens;
using Weir.Storage.Relational;
using Xunit;

namespace Weir.Accounts.Tests.Sessions;

/// <summary>When sessions begin and end, over a real SQLite file and a clock that the test moves.</summary>
public sealed class SessionDirectoryTests : IAsyncLifetime
{
    private static readonly SignInOptions Options = new();
    private static readonly SessionOrigin Origin = new(SignInMethod.Link, "a browser", "192.0.2.1");
    private readonly string _directory = Directory.CreateTempSubdirectory("weir-sessions-").FullName;
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private ServiceProvider _services = null!;
    private AccountDirectory _accounts = null!;
    private SessionDirectory _sessions = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private Principal Admin => _accounts.State.Principals[0];

    public async ValueTask InitializeAsync()
    {
        _services = new ServiceCollection().AddLogging().AddRelationalStorage(Path.Combine(_directory, "weir.db")).BuildServiceProvider();
        await RelationalStorage.MigrateAsync(_services, CancellationToken.None);
        (_accounts, _sessions) = Open();
        await _accounts.StartAsync("admin@example.com", null, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        _accounts.Dispose();
        await _services.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task A_session_ends_when_nobody_used_it_for_the_idle_time()
    {
        var secret = await BeginAsync();
        _time.Advance(Options.SessionIdleTime - TimeSpan.FromSeconds(1));
        Authenticate(_accounts, secret).ShouldBeTrue();
        _time.Advance(Options.SessionIdleTime - TimeSpan.FromSeconds(1));
        Authenticate(_accounts, secret).ShouldBeTrue("each use begins the idle time anew");
        _time.Advance(Options.SessionIdleTime);
        Authenticate(_accounts, secret).ShouldBeFalse();
        Authenticate(_accounts, secret).ShouldBeFalse("being asked for is no use");
        await _sessions.SweepAsync(Stop);
        _accounts.State.Sessions.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_session_ends_at_its_time_however_busy_it_is()
    {
        var secret = await BeginAsync();
        for (var used = TimeSpan.Zero; used < Options.SessionLifetime - TimeSpan.FromHours(1); used += TimeSpan.FromHours(1))
        {
            Authenticate(_accounts, secret).ShouldBeTrue();
            _time.Advance(TimeSpan.FromHours(1));
        }

        _time.Advance(TimeSpan.FromHours(1));
        Authenticate(_accounts, secret).ShouldBeFalse();
    }

    [Fact]
    public async Task What_is_busy_at_one_replica_is_not_idle_at_another()
    {
        var secret = await BeginAsync();
        var (others, otherSessions) = Open();
        using (others)
        {
            await others.StartAsync("admin@example.com", null, Stop);
            _time.Advance(Options.SessionIdleTime - TimeSpan.FromHours(1));
            Authenticate(_accounts, secret).ShouldBeTrue();
            await _accounts.StoreTokenUsesAsync(Stop);
            _time.Advance(TimeSpan.FromHours(2));
            await otherSessions.SweepAsync(Stop);
            others.State.Sessions.ShouldHaveSingleItem();
            Authenticate(others, secret).ShouldBeTrue();
        }
    }

    [Fact]
    public async Task A_session_that_moves_to_another_workspace_keeps_its_secret_its_end_and_its_last_use()
    {
        var secret = await BeginAsync();
        _time.Advance(TimeSpan.FromHours(1));
        var caller = _accounts.AuthenticateSession(secret, Options.SessionIdleTime)!;
        var before = _accounts.State.Sessions.Single();
        var workspace = new Workspace("1000000000000001", "second");
        await _accounts.ChangeAsync(_ => (new AccountChange { AddedWorkspaces = [workspace] }, true), Stop);
        await _sessions.SwitchAsync(caller, workspace.Id, Stop);
        _accounts.AuthenticateSession(secret, Options.SessionIdleTime)!.WorkspaceId.ShouldBe(workspace.Id);
        var (others, _) = Open();
        using (others)
        {
            await others.StartAsync("admin@example.com", null, Stop);
            others.State.Sessions.Single().ShouldBe(before with { WorkspaceId = workspace.Id, LastUsedTime = _time.GetUtcNow().UtcDateTime });
        }
    }

    [Fact]
    public async Task A_user_s_newest_sessions_are_kept()
    {
        var first = await BeginAsync();
        _time.Advance(TimeSpan.FromSeconds(1));
        for (var count = 1; count < SessionDirectory.MostOfOne; count++)
        {
            await BeginAsync();
        }

        Authenticate(_accounts, first).ShouldBeTrue();
        var last = await BeginAsync();
        (Authenticate(_accounts, first), Authenticate(_accounts, last), _accounts.State.Sessions.Count).ShouldBe((false, true, SessionDirectory.MostOfOne));
    }

    [Fact]
    public async Task Of_two_who_use_a_link_at_once_one_comes_in_and_a_link_that_is_too_old_is_swept()
    {
        var links = new SignInLinks(_accounts, _time);
        var (secret, _) = await links.CreateAsync(Admin.Name, null, Stop);
        var tries = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            try
            {
                await _sessions.BeginAsync(state => links.Use(state, secret), Origin, Stop);
                return true;
            }
            catch (SignInRefusedException)
            {
                return false;
            }
        }));
        tries.Count(isIn => isIn).ShouldBe(1);
        var (late, _) = await links.CreateAsync(Admin.Name, null, Stop);
        _accounts.Authenticate(late).ShouldBeNull("a link is no token");
        Authenticate(_accounts, late).ShouldBeFalse("nor a session");
        _time.Advance(SignInLinks.Lifetime);
        Should.Throw<SignInRefusedException>(() => links.Use(_accounts.State, late));
        await _sessions.SweepAsync(Stop);
        _accounts.State.SignInLinks.ShouldBeEmpty();
    }

    [Fact]
    public async Task Sessions_do_not_count_as_tokens_and_tokens_are_no_sessions()
    {
        await BeginAsync();
        var (token, made) = await _accounts.CreateTokenAsync(new NewToken(Admin.Id, _accounts.State.Workspaces[0].Id), Stop);
        _accounts.State.Tokens.Count.ShouldBe(2, "the first start's, and this one");
        Authenticate(_accounts, token).ShouldBeFalse();
        await _sessions.EndAsync(Admin.Id, _ => true, Stop);
        _accounts.Authenticate(token)!.TokenId.ShouldBe(made.Id);
    }

    private (AccountDirectory, SessionDirectory) Open()
    {
        var accounts = new AccountDirectory(_services.GetRequiredService<IAccountStore>(), _time);
        return (accounts, new SessionDirectory(accounts, Options, _time));
    }

    private async Task<string> BeginAsync() => (await _sessions.BeginAsync(state => SessionStart.Of(state, state.Principals[0]), Origin, Stop)).Secret;

    private static bool Authenticate(AccountDirectory accounts, string secret) => accounts.AuthenticateSession(secret, Options.SessionIdleTime) is not null;
}
