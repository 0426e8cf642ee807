namespace Impasto.Tests;

public sealed class PublicApiTests
{
    [Fact]
    public void Public_members_are_those_that_were_agreed() =>
        AgreedApi.Require(typeof(Stylizer).Assembly, "Impasto.Tests");
}
