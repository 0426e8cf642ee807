using Impasto.Tests;
using Impasto.Tests.Reference;

namespace Impasto.Training.Tests;

public sealed class PublicApiTests
{
    [Fact]
    public void Public_members_are_those_that_were_agreed() =>
        AgreedApi.Require(typeof(Distillation).Assembly, "Impasto.Training.Tests");

    [Fact]
    public void Pages_of_the_reference_are_made_from_the_doc_comments() => ReferencePages.Require(typeof(Distillation));
}
