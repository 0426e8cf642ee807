using Impasto.Studio.Painting;

namespace Impasto.Studio.Tests.Painting;

/// <summary>The messages that users read when a run fails.</summary>
public sealed class RunFailureTests
{
    [Fact]
    public void Explain_failure_of_the_library_is_its_own_sentence()
    {
        var failure = new PictureException("'a.jpg' is damaged.");

        Assert.True(RunFailure.IsExplained(failure));
        Assert.Equal("'a.jpg' is damaged.", RunFailure.Explain(failure));
    }

    [Fact]
    public void Explain_other_failure_says_that_it_is_unexpected()
    {
        var failure = new InvalidOperationException("Sequence contains no elements.");

        Assert.False(RunFailure.IsExplained(failure));
        Assert.Equal("Something unexpected went wrong: Sequence contains no elements.", RunFailure.Explain(failure));
    }

    [Fact]
    public void IsOfStorage_disk_and_pictures_but_not_mistakes_of_the_program()
    {
        Assert.True(RunFailure.IsOfStorage(new IOException("full")));
        Assert.True(RunFailure.IsOfStorage(new PictureException("damaged")));
        Assert.False(RunFailure.IsOfStorage(new InvalidOperationException("mistake")));
    }
}
