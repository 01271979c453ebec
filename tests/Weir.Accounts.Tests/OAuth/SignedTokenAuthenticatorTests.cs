using Microsoft.AspNetCore.DataProtection;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Shouldly;
using Weir.Accounts.OAuth;
using Weir.Accounts.Principals;
using Weir.Accounts.Tokens;
using Weir.Storage.Relational;
using Xunit;

namespace Weir.Accounts.Tests.OAuth;

/// <summary>Access tokens as time passes, over a real SQLite file.</summary>
public sealed class SignedTokenAuthenticatorTests : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("weir-oauth-").FullName;
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly EphemeralDataProtectionProvider _protection = new();
    private ServiceProvider _services = null!;
    private AccountDirectory _accounts = null!;
    private SigningKeys _keys = null!;
    private SignedTokenAuthenticator _authenticator = null!;
    private ClientSecret _secret = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _services = new ServiceCollection().AddLogging().AddRelationalStorage(Path.Combine(_directory, "control", "weir.db")).BuildServiceProvider();
        await RelationalStorage.MigrateAsync(_services, CancellationToken.None);
        _accounts = new AccountDirectory(_services.GetRequiredService<IAccountStore>(), _time);
        await _accounts.StartAsync("admin@example.com", "the-operators-token", Stop);
        _keys = Keys();
        await _keys.RotateAsync(Stop);
        _authenticator = new SignedTokenAuthenticator(_accounts, _keys, _time);
        TokenHash.TryCompute("a secret", out var hash);
        var robot = new Principal(PrincipalId.New(), Guid.NewGuid().ToString(), PrincipalType.ServicePrincipal, IsAccountAdmin: false);
        _secret = new ClientSecret { Id = "s", PrincipalId = robot.Id, Hash = hash, CreationTime = Now, ExpiryTime = Now.AddHours(10) };
        await _accounts.ChangeAsync(
            state => (new AccountChange { AddedPrincipals = [robot], AddedClientSecrets = [_secret], SavedAssignments = [new WorkspaceAssignment(state.Workspaces[0].Id, robot.Id, WorkspaceRole.User)] }, true),
            Stop);
    }

    public async ValueTask DisposeAsync()
    {
        _keys.Dispose();
        _accounts.Dispose();
        await _services.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public void A_token_works_until_its_time_is_over()
    {
        var token = Token(TimeSpan.FromHours(1), "sql model-serving");
        var caller = _authenticator.Authenticate(token).ShouldNotBeNull();
        caller.PrincipalType.ShouldBe(PrincipalType.ServicePrincipal);
        caller.Scopes.ShouldBe(["sql", "model-serving"]);
        _time.Advance(TimeSpan.FromMinutes(59));
        _authenticator.Authenticate(token).ShouldBeSameAs(caller, "nothing is worked out twice");
        _time.Advance(TimeSpan.FromMinutes(2));
        _authenticator.Authenticate(token).ShouldBeNull();
        new SignedTokenAuthenticator(_accounts, _keys, _time).Authenticate(token).ShouldBeNull("nor does it where it was never seen");
    }

    [Fact]
    public void A_token_that_was_seen_before_leaves_nothing_on_the_heap()
    {
        var token = Token(TimeSpan.FromHours(1), "all-apis");
        var authenticator = new TokenAuthenticator(_accounts, _authenticator);
        authenticator.Authenticate(token).ShouldNotBeNull();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            authenticator.Authenticate(token);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Fact]
    public void A_token_ends_with_the_secret_it_was_got_with()
    {
        _time.Advance(TimeSpan.FromHours(9.5));
        var token = Token(TimeSpan.FromHours(1), "all-apis");
        _authenticator.Authenticate(token).ShouldNotBeNull().Scopes.ShouldBeNull();
        _time.Advance(TimeSpan.FromHours(0.6));
        _authenticator.Authenticate(token).ShouldBeNull();
    }

    [Theory]
    [InlineData("another-account", "at+jwt")]
    [InlineData(null, "JWT")]
    public void A_token_of_our_own_key_for_something_else_is_none(string? audience, string type) =>
        _authenticator.Authenticate(Token(TimeSpan.FromHours(1), "all-apis", audience, type)).ShouldBeNull();

    [Fact]
    public async Task Keys_are_renewed_and_the_tokens_of_the_one_before_still_work()
    {
        _time.Advance(SigningKeys.Rotation - TimeSpan.FromMinutes(1));
        await ExtendAsync();
        await _keys.RotateAsync(Stop);
        _keys.All.Count.ShouldBe(1, "it is not time yet");
        var token = Token(TimeSpan.FromHours(1), "all-apis");
        var first = _keys.All[0].Id;

        // Two replicas notice at the same moment.
        _time.Advance(TimeSpan.FromMinutes(2));
        using var other = Keys();
        await other.ReloadAsync(Stop);
        await Task.WhenAll(_keys.RotateAsync(Stop), other.RotateAsync(Stop));
        await _keys.ReloadAsync(Stop);
        await other.ReloadAsync(Stop);
        _keys.All.Count.ShouldBe(2);
        _keys.All[0].Id.ShouldNotBe(first, "the new one signs");
        other.All.Select(key => key.Id).ShouldBe(_keys.All.Select(key => key.Id));
        new SignedTokenAuthenticator(_accounts, other, _time).Authenticate(token).ShouldNotBeNull();

        _time.Advance(SigningKeys.Rotation + TimeSpan.FromDays(3));
        await _keys.RotateAsync(Stop);
        _keys.All.ShouldNotContain(key => key.Id == first, "nothing of it can be alive");
    }

    [Fact]
    public async Task What_is_kept_of_a_key_does_not_open_without_the_protection()
    {
        var kept = (await _services.GetRequiredService<ISigningKeyStore>().LoadAsync(Stop)).ShouldHaveSingleItem();
        Should.Throw<System.Security.Cryptography.CryptographicException>(() => SigningKey.Of(kept, bytes => bytes));
        Should.Throw<System.Security.Cryptography.CryptographicException>(() => SigningKey.Of(kept, new EphemeralDataProtectionProvider().CreateProtector("Weir.SigningKeys").Unprotect));
    }

    private DateTime Now => _time.GetUtcNow().UtcDateTime;

    private SigningKeys Keys() => new(_services.GetRequiredService<ISigningKeyStore>(), _protection, _time);

    private Task<ClientSecret> ExtendAsync() => _accounts.ChangeAsync(
        _ => (new AccountChange { DeletedClientSecrets = [_secret.Id], AddedClientSecrets = [_secret with { Id = "later", ExpiryTime = Now.AddDays(700) }] }, _secret = _secret with { Id = "later" }),
        Stop);

    private string Token(TimeSpan lifetime, string scope, string? audience = null, string type = "at+jwt") => new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
    {
        Audience = audience ?? _accounts.State.AccountId,
        Expires = Now + lifetime,
        IssuedAt = Now,
        TokenType = type,
        Claims = new Dictionary<string, object> { ["workspace_id"] = _accounts.State.Workspaces[0].Id, ["secret_id"] = _secret.Id, ["scope"] = scope, ["jti"] = Guid.NewGuid().ToString() },
        SigningCredentials = new SigningCredentials(_keys.All[0].Key, SecurityAlgorithms.EcdsaSha256),
    });
}
