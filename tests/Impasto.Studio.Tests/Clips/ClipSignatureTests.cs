using System.Text;
using Impasto.Imaging;
using Impasto.Studio.Clips;
using Impasto.Tests;

namespace Impasto.Studio.Tests.Clips;

/// <summary>The content of a file decides whether it is a clip.</summary>
public sealed class ClipSignatureTests
{
    [Theory]
    [InlineData(".mp4", "aac")]
    [InlineData(".mov", "aac")]
    [InlineData(".mkv", "aac")]
    [InlineData(".avi", "mp3")]
    [InlineData(".ts", "aac")]
    [InlineData(".mpg", "mp2")]
    [InlineData(".flv", "aac")]
    public void Clip_that_ffmpeg_writes_is_one(string ending, string sound) =>
        Assert.True(ClipSignature.IsClip(TestClips.Make(frames: 2, ending: ending, sound: sound)));

    [Fact]
    public void Picture_is_none()
    {
        Picture picture = TestPictures.Ramp(40, 30);
        PictureFormat[] formats = [PictureFormat.Png, PictureFormat.Jpeg, PictureFormat.Tiff, PictureFormat.Webp];

        Assert.All(formats, format => Assert.False(ClipSignature.IsClip(PictureWriter.Encode(picture, format))));
    }

    [Theory]
    [InlineData("....ftypheic")]
    [InlineData("....ftypavif")]
    [InlineData("GIF89a..............")]
    [InlineData("G")]
    [InlineData("....ftyp", true)]
    [InlineData("....ftypqt  ", true)]
    [InlineData("")]
    public void First_bytes_decide(string start, bool isClip = false) =>
        Assert.Equal(isClip, ClipSignature.IsClip(Encoding.ASCII.GetBytes(start)));
}
