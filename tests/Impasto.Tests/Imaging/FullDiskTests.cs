using Impasto.Imaging.Files;
using NetVips;

namespace Impasto.Tests.Imaging;

public sealed class FullDiskTests
{
    private const int NoSpace = 28; // ENOSPC

    [Theory]
    [InlineData("png")]
    [InlineData("jpeg")]
    [InlineData("tiff")]
    [InlineData("webp")]
    public void StreamTarget_keeps_the_reason_that_libvips_does_not_report(string format)
    {
        using Image image = Pixels.Image8(64, 64, 3);
        using var target = new StreamTarget(new FullStream());

        Assert.Throws<VipsException>(() =>
        {
            switch (format)
            {
                case "png": image.PngsaveTarget(target.Target); break;
                case "jpeg": image.JpegsaveTarget(target.Target); break;
                case "tiff": image.TiffsaveTarget(target.Target); break;
                default: image.WebpsaveTarget(target.Target); break;
            }
        });

        Assert.Equal("the disk is full", target.Failure!.Reason());
    }

    private sealed class FullStream : MemoryStream
    {
        public override void Write(byte[] buffer, int offset, int count) =>
            throw new IOException("No space left on device : '/tmp/x'", NoSpace);
    }
}
