using System.Text;
using Impasto.Cli.Queue;

namespace Impasto.Cli.Tests.Queue;

/// <summary>Fields of a line, as RFC 4180 and programs write them.</summary>
public sealed class ListTextTests
{
    [Theory]
    [InlineData("a,b", "a|b")]
    [InlineData(" a b , c ", "a b|c")]
    [InlineData("a,,", "a||")]
    [InlineData("\"a, b\",\"say \"\"hi\"\"\"", "a, b|say \"hi\"")]
    [InlineData(" \" kept \" , \"\"", " kept |")]
    [InlineData("\"open,b", null)]
    [InlineData("\"open\"\",b", null)]
    [InlineData("in\"side,b", null)]
    [InlineData("\"after\" it,b", null)]
    public void Read_line_gives_its_fields_or_null_for_a_wrong_quote(string line, string? fields)
    {
        ListLine read = Assert.Single(ListText.Read(Encoding.UTF8.GetBytes(line), _ => true));

        Assert.Equal(fields, read.Fields is null ? null : string.Join('|', read.Fields));
    }

    // Excel and pandas write line breaks in quotes; a quote that nothing closes costs its own line only.
    [Theory]
    [InlineData("a,\"two\r\nlines\"\r\nb,c", "1 a|two\nlines", "3 b|c")]
    [InlineData("\"open,a\nb,c\nd,e", "1 bad", "2 b|c", "3 d|e")]
    public void Line_breaks_in_quotes_belong_to_the_field(string text, params string[] expected)
    {
        IReadOnlyList<ListLine> lines = ListText.Read(Encoding.UTF8.GetBytes(text), _ => true);

        Assert.Equal(
            expected,
            lines.Select(line => $"{line.Number} {(line.Fields is null ? "bad" : string.Join('|', line.Fields))}"));
    }
}
