using System.Text;
using Impasto.Imaging;
using NetVips;

namespace Impasto.Tests.Imaging;

[Collection(MeasuresMemory.Name)]
public sealed class PictureRefusalTests
{
    private static readonly PictureReader Reader = new();

    [Theory]
    [InlineData("png")]
    [InlineData("jpeg")]
    [InlineData("webp")]
    [InlineData("tiff")]
    [InlineData("gif")]
    public void Decode_cut_off_anywhere_says_so(string format)
    {
        using Image image = Pixels.Image8(64, 48, 3);
        byte[] whole = format switch
        {
            "png" => image.PngsaveBuffer(),
            "jpeg" => image.JpegsaveBuffer(),
            "webp" => image.WebpsaveBuffer(),
            "tiff" => image.TiffsaveBuffer(),
            _ => image.GifsaveBuffer(),
        };

        foreach (double share in new[] { 0.002, 0.1, 0.5, 0.9 })
        {
            byte[] part = whole[..Math.Max(1, (int)(whole.Length * share))];
            var failure = Assert.Throws<PictureException>(() => Reader.Decode(part, "holiday"));
            Assert.StartsWith("'holiday' can't be read: it", failure.Message, StringComparison.Ordinal);
            Assert.EndsWith(".", failure.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Decode_empty_says_so() =>
        Assert.Equal(
            "'a' can't be read: it is empty.", Assert.Throws<PictureException>(() => Reader.Decode([], "a")).Message);

    [Fact]
    public void Read_empty_file_says_so()
    {
        using var folder = new ScratchFolder();
        File.WriteAllBytes(folder.File("a.jpg"), []);

        AssertRefused(folder.File("a.jpg"), "it is empty");
    }

    [Theory]
    [InlineData("This is a letter, not a picture.", "its format is unknown here, or its header is damaged")]
    [InlineData("<html><body>404</body></html>", "it is a web page (HTML), which is not supported here")]
    [InlineData("%PDF-1.4\n", "it is a PDF file, which is not supported here")]
    [InlineData("\0\0\0\u0018ftypheic\0\0\0\0mif1heic", "it is a HEIC file, which is not supported here")]
    [InlineData("\0\0\0\u0018ftypmif1\0\0\0\0mif1heic", "it is a HEIC file, which is not supported here")]
    [InlineData("\0\0\0\u0018ftypisom\0\0\0\0mp41avc1", "it is an MP4 video, which is not supported here")]
    [InlineData("\0\0\0\u000CJXL \r\n", "it is a JPEG XL file, which is not supported here")]
    [InlineData("8BPS\0\u0001", "it is a Photoshop (PSD) file, which is not supported here")]
    [InlineData("PK\u0003\u0004", "it is a ZIP archive, which is not supported here")]
    public void Read_other_files_are_named_whatever_they_are_called(string text, string what)
    {
        const string Supported = "; supported are PNG, JPEG, WebP, TIFF, GIF, AVIF, BMP, PPM, SVG";
        using var folder = new ScratchFolder();
        File.WriteAllBytes(folder.File("a.jpg"), Encoding.Latin1.GetBytes(text));

        AssertRefused(folder.File("a.jpg"), what + Supported);
        Assert.Equal(
            $"'{folder.File("a.jpg")}' can't be read: {what}{Supported}.",
            Assert.Throws<PictureException>(() => Reader.ReadInfo(folder.File("a.jpg"))).Message);
    }

    [Fact]
    public void Read_missing_file_says_so() => AssertRefused("/nowhere/at/all.jpg", "there is no such file");

    [Fact]
    public void Read_folder_says_so()
    {
        using var folder = new ScratchFolder();

        AssertRefused(folder.Path, "it is a folder");
    }

    [Fact]
    public void Read_png_bomb_is_refused_by_its_header()
    {
        using var folder = new ScratchFolder();
        string path = folder.File("bomb.png");
        File.WriteAllBytes(path, PngFile.Promising(50_000, 50_000));
        long before = Environment.WorkingSet;

        var failure = Assert.Throws<PictureException>(() => Reader.Read(path));

        Assert.Equal(
            $"'{path}' is too large: 50000 x 50000 is 2500000000 pixels, and the limit is 100000000.", failure.Message);
        Assert.Equal((path, 100_000_000), (failure.PictureName, failure.PixelLimit));
        Assert.True(Environment.WorkingSet - before < 100_000_000, "It was decoded.");
    }

    [Fact]
    public void Read_bomb_under_a_raised_limit_is_refused_since_no_array_holds_it()
    {
        using var folder = new ScratchFolder();
        File.WriteAllBytes(folder.File("bomb.png"), PngFile.Promising(50_000, 50_000));
        var open = new PictureReader(new PictureLimits { MaxPixels = long.MaxValue });

        var failure = Assert.Throws<PictureException>(() => open.Read(folder.File("bomb.png")));

        Assert.Contains("2500000000 pixels", failure.Message, StringComparison.Ordinal);
        Assert.Equal(
            (50_000, 50_000),
            (open.ReadInfo(folder.File("bomb.png")).Width, open.ReadInfo(folder.File("bomb.png")).Height));
    }

    [Fact]
    public void Decode_limit_counts_pixels_and_lets_that_many_pass()
    {
        using Image image = Pixels.Image8(10, 10, 3);
        byte[] file = image.PngsaveBuffer();

        Assert.Equal(10, new PictureReader(new PictureLimits { MaxPixels = 100 }).Decode(file, "a").Width);
        Assert.Throws<PictureException>(
            () => new PictureReader(new PictureLimits { MaxPixels = 99 }).Decode(file, "a"));
    }

    [Fact]
    public async Task ReadAsync_endless_standard_input_stops_at_the_limit()
    {
        var reader = new PictureReader(new PictureLimits { MaxBytes = 1_000_000 }, new EndlessStream());

        var failure = await Assert.ThrowsAsync<PictureException>(
            () => reader.ReadAsync("-", TestContext.Current.CancellationToken));

        Assert.Equal("Standard input has more than 1000000 bytes, which is the limit.", failure.Message);
    }

    [Fact]
    public async Task ReadAsync_empty_standard_input_says_so()
    {
        var reader = new PictureReader(standardInput: new MemoryStream());

        var failure = await Assert.ThrowsAsync<PictureException>(
            () => reader.ReadAsync("-", TestContext.Current.CancellationToken));

        Assert.Equal("'standard input' can't be read: it is empty.", failure.Message);
    }

    [Fact]
    public async Task ReadAsync_silent_standard_input_can_be_cancelled()
    {
        using var cancellation = new CancellationTokenSource();
        using var silent = new SilentStream();
        Task<Picture> read = new PictureReader(standardInput: silent).ReadAsync("-", cancellation.Token);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => read.WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("ftp://example.org/a.jpg")]
    [InlineData("file:///etc/hostname")]
    [InlineData("data:image/png;base64,AAAA")]
    public async Task ReadAsync_other_schemes_are_named(string source)
    {
        var failure = await Assert.ThrowsAsync<PictureException>(
            () => Reader.ReadAsync(source, TestContext.Current.CancellationToken));

        Assert.Equal(
            $"'{source}' can't be read: expected a file or an http(s) address, got {new Uri(source).Scheme}.",
            failure.Message);
    }

    private static void AssertRefused(string path, string why) =>
        Assert.Equal(
            $"'{path}' can't be read: {why}.", Assert.Throws<PictureException>(() => Reader.Read(path)).Message);

    private sealed class EndlessStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            buffer.Span.Clear();
            return ValueTask.FromResult(buffer.Length);
        }
    }

    // As a terminal is: reads block and ignore cancellation.
    private sealed class SilentStream : MemoryStream
    {
        private readonly ManualResetEventSlim _closed = new();

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            _closed.Wait(TimeSpan.FromSeconds(20), CancellationToken.None);
            return ValueTask.FromResult(0);
        }

        protected override void Dispose(bool disposing)
        {
            _closed.Set();
            base.Dispose(disposing);
        }
    }
}
