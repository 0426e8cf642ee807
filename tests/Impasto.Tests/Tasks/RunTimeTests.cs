namespace Impasto.Tests.Tasks;

public sealed class RunTimeTests
{
    [Theory]
    [InlineData("90", 90)]
    [InlineData("90s", 90)]
    [InlineData("5m", 300)]
    [InlineData("5min", 300)]
    [InlineData("1.5M", 90)]
    [InlineData("1h30m", 5400)]
    [InlineData("1h 2m 3s", 3723)]
    [InlineData("720h", 2_592_000)]
    public void Parse_reads_times(string text, double seconds) =>
        Assert.Equal(seconds, RunTime.Parse(text).TotalSeconds);

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("0.5s")]
    [InlineData("-5m")]
    [InlineData("5d")]
    [InlineData("m")]
    [InlineData("5m5h")]
    [InlineData("5,5m")]
    [InlineData("721h")]
    public void Parse_other_text_is_refused(string text) => Assert.Equal(
        $"time: expected a time from 1s to 720h, such as 90s, 5m or 1h30m, got '{text}'.",
        Assert.Throws<InvalidOptionsException>(() => RunTime.Parse(text)).Message);
}
