using System.Text;
using Impasto.Imaging.Metadata;

namespace Impasto.Tests.Imaging.Metadata;

public sealed class RunMetadataTests
{
    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("a \"b\" 'c' <d> & ]]> e\n\tf\r\ng  ")]
    [InlineData("größe 写真 🎨")]
    [InlineData("\u0001\u000b\uFFFE")]
    public void Unpack_gives_what_was_packed(string text) =>
        Assert.Equal(text, RunMetadata.Unpack(RunMetadata.Pack(text)));

    [Fact]
    public void Unpack_long_text_is_packed_smaller()
    {
        string text = string.Concat(Enumerable.Repeat("{\"picture\": \"größe.jpg\"},\n", 5000));

        byte[] packet = RunMetadata.Pack(text);

        Assert.Equal(text, RunMetadata.Unpack(packet));
        Assert.True(packet.Length < RunMetadata.MaxJpegBytes, $"{packet.Length} bytes");
    }

    [Theory]
    [InlineData("")]
    [InlineData("not xml")]
    [InlineData("<a><b></a>")]
    [InlineData("<x:xmpmeta xmlns:x='adobe:ns:meta/'><other/></x:xmpmeta>")]
    [InlineData("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>")]
    [InlineData("<a xmlns='urn:impasto:run:1'><parameters packed='deflate'>not base64!</parameters></a>")]
    [InlineData("<a xmlns='urn:impasto:run:1'><parameters packed='deflate'>/////w==</parameters></a>")]
    public void Unpack_other_packets_give_none(string packet) =>
        Assert.Null(RunMetadata.Unpack(Encoding.UTF8.GetBytes(packet)));

    [Fact]
    public void Unpack_text_that_would_fill_the_memory_gives_none()
    {
        byte[] bomb = RunMetadata.Pack(new string('a', RunMetadata.MostBytes + 1));

        Assert.Null(RunMetadata.Unpack(bomb));
    }
}
