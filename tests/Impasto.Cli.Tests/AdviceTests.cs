namespace Impasto.Cli.Tests;

public sealed class AdviceTests
{
    [Fact]
    public void Of_names_the_options_that_help()
    {
        Assert.Equal(
            "'a.png' exists already: choose another name, or replace it with --force.",
            Advice.Of(new FileException("'a.png' exists already.") { AlreadyExists = true }));
        Assert.Equal(
            "'a.png' is too large: the limit is 5 (--max-pixels).",
            Advice.Of(new PictureException("'a.png' is too large: the limit is 5.") { PixelLimit = 5 }));
        Assert.StartsWith(
            "--quality: expected 1 to 100, got ",
            Advice.Of(new InvalidOptionsException([new OptionProblem("quality", "0", "expected 1 to 100")])),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Of_without_advice_is_the_message()
    {
        Assert.Equal("'a.png' can't be read.", Advice.Of(new PictureException("'a.png' can't be read.")));
        Assert.Equal("Expected one style.", Advice.Of(new InvalidOptionsException("Expected one style.")));
        Assert.Equal("'a' can't be written.", Advice.Of(new FileException("'a' can't be written.")));
    }
}
