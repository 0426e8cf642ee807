using System.IO.Pipes;
using System.Text;
using Impasto.Imaging;
using Impasto.Tests;
using Impasto.Video.Frames;
using Impasto.Video.Live;

namespace Impasto.Video.Tests.Live;

public sealed class LiveStreamTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Pictures_go_through_a_stream_to_the_bit()
    {
        Picture[] pictures =
        [
            TestPictures.EightBits(TestPictures.Noise(8, 6, seed: 1)), TestPictures.EightBits(TestPictures.Ramp(4, 10)),
        ];
        using var stream = new MemoryStream();
        var writer = new LiveStreamWriter(stream, "Standard output");
        foreach (Picture picture in pictures)
            writer.Write(picture, Cancellation);
        writer.Finish(Cancellation);

        using var reader = new LiveStreamReader(new MemoryStream(stream.ToArray()), "Standard input", takesAll: true);

        foreach ((Picture picture, string name) in pictures.Zip(["000001", "000002"]))
        {
            LivePicture read = reader.Read(Cancellation)!;
            Assert.Equal((picture.Size, name), (read.Picture.Size, read.Name));
            Assert.Equal(picture.Pixels, read.Picture.Pixels);
        }

        Assert.Null(reader.Read(Cancellation));
        Assert.Equal(0, reader.Dropped);
    }

    [Fact]
    public void Read_gives_the_newest_picture_and_counts_the_others()
    {
        using var pipe = new AnonymousPipeServerStream(PipeDirection.Out);
        using var reader = new LiveStreamReader(
            new AnonymousPipeClientStream(PipeDirection.In, pipe.ClientSafePipeHandle), "Standard input");
        for (int i = 1; i <= 5; i++)
            pipe.Write(Frame((byte)(10 * i)));
        pipe.Flush();

        Assert.True(SpinWait.SpinUntil(() => reader.Dropped == 4, TimeSpan.FromSeconds(20)), "None was dropped.");

        Assert.Equal(50 / 255f, reader.Read(Cancellation)!.Picture.Pixels[0]);
        pipe.Write(Frame(60));
        Assert.Equal(60 / 255f, reader.Read(Cancellation)!.Picture.Pixels[0]);
        Assert.Equal(4, reader.Dropped);
    }

    [Fact]
    public void Read_that_waits_is_cancelled()
    {
        using var pipe = new AnonymousPipeServerStream(PipeDirection.Out);
        using var reader = new LiveStreamReader(
            new AnonymousPipeClientStream(PipeDirection.In, pipe.ClientSafePipeHandle), "Standard input");
        using var cancel = new CancellationTokenSource(50);

        Assert.Throws<OperationCanceledException>(() => reader.Read(cancel.Token));
    }

    [Theory]
    [InlineData("GIF89a and more", "expected PPM pictures")]
    [InlineData("P6\n2 2\n255\nabc", "it ends within a picture")]
    [InlineData("P6\n-2 2\n255\nabc", "expected PPM pictures")]
    [InlineData("P5\n2 2\n255\nabcd", "expected PPM pictures")]
    [InlineData("P6\n99999 99999\n255\nabc", "the limit is")]
    [InlineData("P6\n2 2", "expected PPM pictures")]
    public void Read_of_something_else_says_what_was_expected(string text, string why)
    {
        using var reader = new LiveStreamReader(new MemoryStream(Encoding.ASCII.GetBytes(text)), "Standard input");

        var failure = Assert.Throws<ClipException>(() => reader.Read(Cancellation));

        Assert.StartsWith("Standard input can't be read: ", failure.Message, StringComparison.Ordinal);
        Assert.Contains(why, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Frames_of_16_bits_are_read()
    {
        byte[] frame = [.. "P6 1 1 65535\n"u8, 0x80, 0x01, 0, 0, 0xff, 0xff];
        using var reader = new LiveStreamReader(new MemoryStream(frame), "Standard input");

        Assert.Equal([0x8001 / 65535f, 0, 1], reader.Read(Cancellation)!.Picture.Pixels);
    }

    [Fact]
    public void Writer_whose_reader_has_gone_says_so()
    {
        using var pipe = new AnonymousPipeServerStream(PipeDirection.Out);
        new AnonymousPipeClientStream(PipeDirection.In, pipe.ClientSafePipeHandle).Dispose();
        pipe.DisposeLocalCopyOfClientHandle();
        using var writer = new LiveStreamWriter(pipe, "Standard output");

        var failure = Assert.Throws<ClipException>(() => writer.Write(TestPictures.Ramp(8, 8), Cancellation));

        Assert.StartsWith("Standard output can't be written: ", failure.Message, StringComparison.Ordinal);
    }

    private static byte[] Frame(byte grey) => [.. "P6\n4 2\n255\n"u8, .. Enumerable.Repeat(grey, 24)];
}
