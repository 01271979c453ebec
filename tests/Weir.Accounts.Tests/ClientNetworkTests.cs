using System.Net;
using Shouldly;
using Weir.Accounts.Http;
using Xunit;

namespace Weir.Accounts.Tests;

public sealed class ClientNetworkTests
{
    [Theory]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff")]
    [InlineData("203.0.113.9", "::ffff:203.0.113.9")]
    public void Addresses_that_one_customer_has_count_together(string one, string other) =>
        ClientNetwork.PlaceOf(IPAddress.Parse(one)).ShouldBe(ClientNetwork.PlaceOf(IPAddress.Parse(other)));

    [Fact]
    public void Other_customers_have_places_of_their_own_and_there_are_only_so_many()
    {
        var places = Enumerable.Range(0, 1000).Select(at => ClientNetwork.PlaceOf(IPAddress.Parse($"2001:db8:1:{at:x}::1"))).ToList();
        places.Distinct().Count().ShouldBeGreaterThan(900);
        places.ShouldAllBe(place => place >= 0 && place < 16384);
        ClientNetwork.PlaceOf(null).ShouldBeInRange(0, 16383);
    }
}
