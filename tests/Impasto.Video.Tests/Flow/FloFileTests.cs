using Impasto.Imaging;
using Impasto.Tests;
using Impasto.Video.Flow;

namespace Impasto.Video.Tests.Flow;

public sealed class FloFileTests
{
    // The format by hand: PIEH, 2 x 1, (0.5, -1) and (unknown).
    private static readonly byte[] s_bytes =
    [
        .. "PIEH"u8, 2, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0x3F, 0, 0, 0x80, 0xBF,
        .. BitConverter.GetBytes(1e10f), .. BitConverter.GetBytes(1e10f),
    ];

    [Fact]
    public void File_by_hand_is_read()
    {
        using ScratchFolder folder = new();
        File.WriteAllBytes(folder.File("a.flo"), s_bytes);

        FlowField flow = FloFile.Read(folder.File("a.flo"), new PictureSize(2, 1));

        Assert.Equal([0.5f, float.NaN], flow.Horizontal);
        Assert.Equal([-1f, float.NaN], flow.Vertical);
    }

    [Fact]
    public void What_is_written_is_read_again()
    {
        using ScratchFolder folder = new();
        FlowField flow = new(3, 2, [1, 2, 3, 4, 5, 6], [-1, -2, -3, -4, -5, -6.25f]);

        FloFile.Write(flow, folder.File("a.flo"));
        FlowField again = FloFile.Read(folder.File("a.flo"));

        Assert.Equal(flow.Size, again.Size);
        Assert.Equal(flow.Horizontal, again.Horizontal);
        Assert.Equal(flow.Vertical, again.Vertical);
        Assert.Throws<FileException>(() => FloFile.Write(flow, folder.File("a.flo")));
    }

    [Theory]
    [InlineData("", "it is not a .flo file")]
    [InlineData("PNG", "it is not a .flo file")]
    [InlineData("wrong tag", "it is not a .flo file")]
    [InlineData("huge", "it claims to have 2000000 x 1 pixels")]
    [InlineData("negative", "it claims to have -1 x 1 pixels")]
    [InlineData("cut", "2 x 1 pixels need 28 bytes, it has 27")]
    [InlineData("size", "expected 2 x 2 pixels, it has 2 x 1")]
    public void Bad_file_is_refused_in_a_sentence(string kind, string why)
    {
        using ScratchFolder folder = new();
        string path = folder.File("a.flo");
        byte[] bytes = [.. s_bytes];
        if (kind == "huge")
            BitConverter.GetBytes(2_000_000).CopyTo(bytes, 4);
        else if (kind == "negative")
            BitConverter.GetBytes(-1).CopyTo(bytes, 4);
        else if (kind == "wrong tag")
            bytes[0] = 0;
        File.WriteAllBytes(path, bytes[..(kind switch { "" => 0, "PNG" => 3, "cut" => 27, _ => 28 })]);

        var failure = Assert.Throws<PictureException>(
            () => FloFile.Read(path, kind == "size" ? new PictureSize(2, 2) : null));

        Assert.Equal($"The flow '{path}' can't be read: {why}.", failure.Message);
    }

    [Fact]
    public void Missing_file_is_refused_in_a_sentence()
    {
        var failure = Assert.Throws<PictureException>(() => FloFile.Read("/nowhere/a.flo"));

        Assert.Equal("The flow '/nowhere/a.flo' can't be read: there is no such file.", failure.Message);
    }
}
