using Shouldly;
using Weir.Accounts.Auditing;
using Xunit;

namespace Weir.Accounts.Tests.Auditing;

/// <summary>A flood of denied accesses is bounded, and every one is counted.</summary>
public sealed class DeniedAccessesTests
{
    [Fact]
    public void The_first_of_a_kind_are_rows_and_the_others_are_counted()
    {
        var denied = new DeniedAccesses(TimeProvider.System);
        var rows = Enumerable.Range(0, 1000).SelectMany(_ => denied.Take(From("10.0.0.1"))).ToList();
        rows.Count.ShouldBe(DeniedAccesses.MostSingleOfKind);
        rows.ShouldAllBe(row => row.Parameters.Count == 0);
        var counted = denied.EndWindow().ShouldHaveSingleItem();
        counted.Parameters["repeated"].ShouldBe("990");
        counted.Origin!.SourceIpAddress.ShouldBe("10.0.0.1");
        denied.EndWindow().ShouldBeEmpty();
    }

    [Fact]
    public void A_flood_from_many_addresses_is_bounded_and_wholly_counted()
    {
        var denied = new DeniedAccesses(TimeProvider.System);
        var single = Enumerable.Range(0, 100_000).Sum(i => denied.Take(From($"10.{i / 65536}.{i / 256 % 256}.{i % 256}")).Count);
        single.ShouldBeLessThanOrEqualTo(DeniedAccesses.MostSingle);
        var counted = denied.EndWindow();
        counted.Count.ShouldBeLessThanOrEqualTo(DeniedAccesses.MostKinds + 1);
        (single + counted.Sum(row => long.Parse(row.Parameters["repeated"], null))).ShouldBe(100_000);
    }

    private static AuditEvent From(string address) => new("accounts", "GET /api/x", 401) { Origin = new AuditOrigin(Guid.NewGuid(), address, null) };
}
