using Impasto.Tests;
using Impasto.Video.Flow;

namespace Impasto.Video.Tests;

public sealed class PublicApiTests
{
    [Fact]
    public void Public_members_are_those_that_were_agreed() =>
        AgreedApi.Require(typeof(OpticalFlow).Assembly, "Impasto.Video.Tests");
}
