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
}
