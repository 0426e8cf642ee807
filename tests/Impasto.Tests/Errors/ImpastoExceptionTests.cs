namespace Impasto.Tests.Errors;

/// <summary>A message is one bearable line, whatever a file makes it quote.</summary>
public sealed class ImpastoExceptionTests
{
    [Theory]
    [InlineData("'a\u001b[2Jb\nc\0' can't be read.", "'a?[2Jb?c?' can't be read.")]
    [InlineData("'größe 写真 🎨.png' can't be read.", "'größe 写真 🎨.png' can't be read.")]
    public void Message_has_no_control_characters(string message, string expected)
    {
        Assert.Equal(expected, new ImpastoException(message).Message);
        Assert.Equal(expected, new PictureException(message, new IOException()).Message);
        Assert.Equal(expected, new InvalidOptionsException(message).Message);
    }

    [Fact]
    public void Message_keeps_the_ends_of_a_long_quote_and_all_of_a_path()
    {
        string path = string.Join('/', Enumerable.Repeat("folder", 50));

        Assert.Equal($"'{path}' is missing.", new ImpastoException($"'{path}' is missing.").Message);
        string message = new ImpastoException($"Unknown preset '{new string('x', 5000)}y': expected fine.").Message;
        Assert.StartsWith("Unknown preset 'xxx", message, StringComparison.Ordinal);
        Assert.EndsWith("xy': expected fine.", message, StringComparison.Ordinal);
        Assert.InRange(message.Length, 100, 250);
        Assert.InRange(new ImpastoException($"Got {new string('\'', 5000)}.").Message.Length, 100, 1300);
    }

    [Fact]
    public void Message_of_several_problems_has_a_line_each() => Assert.Equal(
        $"size: expected more, got 'a?b'.{Environment.NewLine}steps: expected less.",
        new InvalidOptionsException(
            [new OptionProblem("size", "a\nb", "expected more"), new OptionProblem("steps", null, "expected less")])
            .Message);
}
