using Impasto.Imaging;
using NetVips;

namespace Impasto.Tests.Imaging;

/// <summary>Pictures from streams and into streams.</summary>
public sealed class PictureStreamTests
{
    private static readonly PictureReader Reader = new();

    public static TheoryData<string> Formats => [.. PictureFormat.Writable.Select(format => format.Name)];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Stream_reads_and_writes_the_same_bytes_as_a_file(string name)
    {
        using var folder = new ScratchFolder();
        PictureFormat format = PictureFormat.Writable.Single(known => known.Name == name);
        string path = folder.File($"a{format.Extension}");
        var options = new PictureWriteOptions { Quality = 80, Parameters = "{\"steps\": 3}" };
        Picture picture = Pixels.Picture(23, 17, format.HasAlpha);
        PictureWriter.Write(picture, path, options);
        byte[] file = await File.ReadAllBytesAsync(path, Cancellation);

        using var blocking = new PipeStream { AllowsBlocking = true };
        PictureWriter.Write(picture, blocking, format, options);
        using var unblocking = new PipeStream();
        await PictureWriter.WriteAsync(picture, unblocking, format, options, Cancellation);

        Assert.Equal(file, blocking.Content);
        Assert.Equal(file, unblocking.Content);
        Assert.Equal(file, PictureWriter.Encode(picture, format, options));
        Picture wanted = Reader.Read(path);
        AssertSame(wanted, Reader.Read(new PipeStream(file) { AllowsBlocking = true }));
        AssertSame(wanted, await Reader.ReadAsync(new PipeStream(file), Cancellation));
        Assert.Equal(Reader.ReadInfo(path), Reader.ReadInfo(new PipeStream(file) { AllowsBlocking = true }));
    }

    [Fact]
    public void Read_stream_starts_at_its_position_and_stays_open()
    {
        using var stream = new MemoryStream([1, 2, 3, .. Png()]) { Position = 3 };

        Assert.Equal(9, Reader.Read(stream).Width);
        Assert.Equal(stream.Length, stream.Position);
        using var pipe = new PipeStream(Png()) { AllowsBlocking = true };
        Assert.Equal(9, Reader.Read(pipe).Width);
        Assert.False(pipe.IsClosed);
    }

    [Fact]
    public void Write_stream_continues_at_its_position_and_stays_open()
    {
        using var stream = new MemoryStream();
        stream.Write([1, 2, 3]);

        PictureWriter.Write(Pixels.Picture(9, 7), stream, PictureFormat.Tiff);

        Assert.Equal([1, 2, 3], stream.ToArray()[..3]);
        Assert.Equal(9, Reader.Decode(stream.ToArray()[3..], "a").Width);
        Assert.True(stream.CanWrite);
    }

    [Fact]
    public async Task Read_stream_refuses_what_a_file_refuses()
    {
        await AssertRefusedAsync([], "'upload' can't be read: it is empty.");
        await AssertRefusedAsync(
            "%PDF"u8.ToArray(),
            "'upload' can't be read: it is a PDF file, which is not supported here; supported are PNG, JPEG, WebP, "
            + "TIFF, GIF, AVIF, BMP, PPM, SVG.");
        await AssertRefusedAsync(Png()[..^20], "'upload' can't be read: it is damaged or cut off.");
        await AssertRefusedAsync(
            PngFile.Promising(50_000, 50_000),
            "'upload' is too large: 50000 x 50000 is 2500000000 pixels, and the limit is 100000000.");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Read_stream_beyond_the_limit_of_bytes_is_refused(bool canSeek)
    {
        byte[] png = Png();
        var reader = new PictureReader(new PictureLimits { MaxBytes = png.Length - 1 });
        string expected = $"'stream' can't be read: it has more than {png.Length - 1} bytes, which is the limit.";

        Assert.Equal(expected, Assert.Throws<PictureException>(() => reader.Read(Open())).Message);
        Assert.Equal(
            expected,
            (await Assert.ThrowsAsync<PictureException>(() => reader.ReadAsync(Open(), Cancellation))).Message);
        Assert.Equal(9, new PictureReader(new PictureLimits { MaxBytes = png.Length }).Read(Open()).Width);

        Stream Open() => canSeek ? new MemoryStream(png) : new PipeStream(png) { AllowsBlocking = true };
    }

    [Fact]
    public void Read_stream_that_states_too_many_bytes_is_refused_unread()
    {
        using var stream = new MemoryStream(new byte[1000]);

        Assert.Throws<PictureException>(() => new PictureReader(new PictureLimits { MaxBytes = 999 }).Read(stream));

        Assert.Equal(0, stream.Position);
    }

    [Fact]
    public async Task Stream_that_is_closed_is_an_argument_error()
    {
        var stream = new MemoryStream();
        await stream.DisposeAsync();

        Assert.Throws<ArgumentException>(() => Reader.Read(stream));
        Assert.Throws<ArgumentException>(() => Reader.ReadInfo(stream));
        await Assert.ThrowsAsync<ArgumentException>(() => Reader.ReadAsync(stream, Cancellation));
        Assert.Throws<ArgumentException>(() => PictureWriter.Write(Pixels.Picture(2, 2), stream, PictureFormat.Png));
        await Assert.ThrowsAsync<ArgumentException>(
            () => PictureWriter.WriteAsync(Pixels.Picture(2, 2), stream, PictureFormat.Png, null, Cancellation));
    }

    [Fact]
    public void Stream_failure_of_its_own_is_passed_on()
    {
        Assert.Throws<InvalidOperationException>(() => Reader.Read(new PipeStream(Png())));
        Assert.Throws<InvalidOperationException>(
            () => PictureWriter.Write(Pixels.Picture(2, 2), new PipeStream(), PictureFormat.Png));
    }

    [Fact]
    public async Task ReadAsync_cancelled_before_and_meanwhile_ends()
    {
        using var cancellation = new CancellationTokenSource();
        using var endless = new WaitingStream();
        Task<Picture> read = Reader.ReadAsync(endless, cancellation.Token);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => read.WaitAsync(TimeSpan.FromSeconds(10), Cancellation));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Reader.ReadAsync(new PipeStream(Png()), cancellation.Token));
    }

    [Fact]
    public async Task WriteAsync_cancelled_writes_nothing()
    {
        using var stream = new PipeStream();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => PictureWriter.WriteAsync(
            Pixels.Picture(9, 7), stream, PictureFormat.Png, null, new CancellationToken(canceled: true)));

        Assert.Empty(stream.Content);
    }

    [Fact]
    public void Write_stream_writes_nothing_of_a_picture_that_the_format_refuses()
    {
        using var stream = new MemoryStream();
        var wide = new Picture(16_384, 1, new float[3 * 16_384]);

        var size = Assert.Throws<PictureException>(() => PictureWriter.Write(wide, stream, PictureFormat.Webp));
        var depth = Assert.Throws<PictureException>(() => Write(PictureFormat.Jpeg, new() { Depth = 16 }));
        Assert.Throws<InvalidOptionsException>(() => Write(PictureFormat.Jpeg, new() { Quality = 0 }));
        Assert.Throws<ArgumentException>(() => Write(PictureFormat.Gif, new()));

        Assert.Equal(
            "The picture can't be written: WebP is limited to 16383 pixels a side, the picture has 16384 x 1.",
            size.Message);
        Assert.Equal("The picture can't be written: JPEG has no 16 bits a channel; use .png or .tif.", depth.Message);
        Assert.Equal(0, stream.Length);

        void Write(PictureFormat format, PictureWriteOptions options) =>
            PictureWriter.Write(Pixels.Picture(2, 2), stream, format, options);
    }

    private static byte[] Png()
    {
        using Image image = Pixels.Image8(9, 7, 3);
        return image.PngsaveBuffer();
    }

    private static void AssertSame(Picture wanted, Picture found)
    {
        Assert.Equal(wanted.Size, found.Size);
        Assert.Equal(wanted.Pixels, found.Pixels);
        Assert.Equal(wanted.Alpha, found.Alpha);
    }

    private static async Task AssertRefusedAsync(byte[] content, string sentence)
    {
        var blocking = Assert.Throws<PictureException>(
            () => Reader.Read(new PipeStream(content) { AllowsBlocking = true }, "upload"));
        var unblocking = await Assert.ThrowsAsync<PictureException>(
            () => Reader.ReadAsync(new PipeStream(content), "upload", Cancellation));

        Assert.Equal(sentence, blocking.Message);
        Assert.Equal(sentence, unblocking.Message);
        Assert.Equal("upload", blocking.PictureName);
    }

    private sealed class WaitingStream : MemoryStream
    {
        public override async ValueTask<int> ReadAsync(
            Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return 0;
        }
    }
}
