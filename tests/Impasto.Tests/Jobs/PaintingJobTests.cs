using System.Security.Cryptography;
using System.Text;
using Impasto.Imaging;
using Impasto.Jobs;
using Impasto.Networks;
using Impasto.Networks.Weights;
using Impasto.Records;

namespace Impasto.Tests.Jobs;

/// <summary>One picture from its record to its file.</summary>
public sealed class PaintingJobTests : IDisposable
{
    private static readonly StylizeOptions Quick = new()
    {
        Sizing = new() { Size = 24, MinSize = 0 },
        Steps = [3],
        Losses = new()
        {
            StyleLayers = LayerWeights.Parse("conv1_1"),
            Content = ContentMode.Photo, ContentLayers = LayerWeights.Parse("conv1_1"),
        },
    };

    private readonly ScratchFolder _folder = new();
    private readonly StylizerPool _pool = new(Load, () => new CpuDevice(1));
    private readonly Dictionary<string, Picture> _pictures = new(StringComparer.Ordinal)
    {
        ["photo"] = TestPictures.Ramp(48, 36),
        ["painting"] = TestPictures.Noise(20, 20, 1),
    };

    private static RunRecord Record => new()
    {
        Options = Quick,
        Content = new RecordedPicture("photo"),
        Styles = [new RecordedStyle(new RecordedPicture("painting"))],
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _pool.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("Simd on cpu, AVX-900, 4 threads", true)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public async Task Run_of_a_record_of_another_engine_has_a_note(string? engine, bool expected)
    {
        PaintingResult first = await RunAsync(Job(Record, new PictureFileTarget(_folder.File("a.png"))));
        string before = first.Record.Engine.Replace("1 thread", "9 threads", StringComparison.Ordinal);
        RunRecord again = first.Record with { Engine = engine ?? before };

        PaintingResult made = await RunAsync(Job(again, new PictureFileTarget(_folder.File("b.png"))));

        Assert.Equal(expected ? 1 : 0, made.Result.Notes.Count);
        if (expected)
            Assert.StartsWith("The picture was made with Simd on cpu, AVX-900, and", made.Result.Notes[0]);
    }

    [Fact]
    public async Task Run_writes_the_picture_with_its_record()
    {
        string path = _folder.File("out.png");

        PaintingResult made = await RunAsync(Job(Record, new PictureFileTarget(path)));

        Assert.True(made.IsWritten);
        Assert.Equal(StylizeOutcome.Completed, made.Result.Outcome);
        var written = RunRecord.Parse(new PictureReader().ReadInfo(path).Parameters!);
        Assert.Equal(made.Record, written);
        Assert.Equal(HashOf("photo"), written.Content!.Sha256);
        Assert.Equal(TestNetworks.Shallow().Sha256, written.Network.Sha256);
        Assert.Equal(made.Result.Engine, written.Engine);
        Assert.Equal(new PictureSize(24, 18), new PictureReader().Read(path).Size);
    }

    [Fact]
    public async Task Run_again_from_the_record_inside_gives_the_same_file()
    {
        string first = _folder.File("a.png"), second = _folder.File("b.png");
        await RunAsync(Job(Record, new PictureFileTarget(first)));
        var record = RunRecord.Parse(new PictureReader().ReadInfo(first).Parameters!);

        await RunAsync(Job(record, new PictureFileTarget(second)));

        Assert.Equal(
            await File.ReadAllBytesAsync(first, Cancellation), await File.ReadAllBytesAsync(second, Cancellation));
    }

    [Fact]
    public async Task Prepare_result_beyond_the_limit_is_refused()
    {
        var target = new MemoryTarget();

        PictureException failure = await Assert.ThrowsAsync<PictureException>(
            () => Job(Record, target, maxPixels: 24 * 17).PrepareAsync(Cancellation));

        Assert.Equal("The result would have 24 x 18 pixels, and the limit is 408.", failure.Message);
        Assert.Equal(408, failure.PixelLimit);
    }

    [Fact]
    public async Task Prepare_size_that_the_format_can_not_hold_is_refused()
    {
        _pictures["photo"] = TestPictures.Flat(16_500, 2, 0.5f);
        RunRecord wide = Record with { Options = Quick with { Sizing = Quick.Sizing with { Size = 16_500 } } };

        PictureException failure = await Assert.ThrowsAsync<PictureException>(
            () => Job(wide, new PictureFileTarget(_folder.File("wide.webp"))).PrepareAsync(Cancellation));

        Assert.Contains("16500 x 2", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prepare_existing_file_is_refused_before_pictures_are_read()
    {
        await File.WriteAllTextAsync(_folder.File("there.png"), "", Cancellation);
        var job = new PaintingJob(_pool, Record)
        {
            Target = new PictureFileTarget(_folder.File("there.png")),
            Read = (_, _) => throw new InvalidOperationException("It was read."),
        };

        FileException failure = await Assert.ThrowsAsync<FileException>(() => job.PrepareAsync(Cancellation));

        Assert.True(failure.AlreadyExists);
    }

    [Fact]
    public async Task Prepare_that_fails_gives_the_stylizer_back()
    {
        int opened = 0;
        using var pool = new StylizerPool(Load, () =>
        {
            Interlocked.Increment(ref opened);
            return new CpuDevice(1);
        });
        var job = new PaintingJob(pool, Record) { Read = ReadAsync, Target = new MemoryTarget(), MaxPixels = 1 };
        await Assert.ThrowsAsync<PictureException>(() => job.PrepareAsync(Cancellation));

        // It may come back a moment after the exception.
        for (int i = 0; i < 1000 && opened != 1; i++)
            await Task.Delay(10, Cancellation);
        await Task.Delay(100, Cancellation);
        pool.Rent(LayerName.Parse("conv1_1")).Dispose();

        Assert.Equal(1, opened);
    }

    [Fact]
    public async Task Prepare_other_weights_than_the_records_are_refused()
    {
        RunRecord other = Record with { Network = new RecordedNetwork("auto") { Sha256 = new('7', 64) } };

        WeightsException failure = await Assert.ThrowsAsync<WeightsException>(
            () => Job(other, new MemoryTarget()).PrepareAsync(Cancellation));

        Assert.Equal(WeightsProblem.Different, failure.Problem);
        Assert.StartsWith(
            "The picture was made with other weights (SHA-256 777777777777)",
            failure.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prepare_area_outside_the_painting_is_refused()
    {
        RunRecord outside = Record with
        {
            Styles = [Record.Styles[0] with { Area = new PictureArea(10, 10, 11, 5) }],
        };

        InvalidOptionsException failure = await Assert.ThrowsAsync<InvalidOptionsException>(
            () => Job(outside, new MemoryTarget()).PrepareAsync(Cancellation));

        Assert.Equal(
            "style-region: expected a rectangle inside 'painting', which is 20 x 20, got '10,10,11,5'.",
            Assert.Single(failure.Problems).ToString());
    }

    [Fact]
    public async Task Run_picture_that_changed_is_noted()
    {
        RunRecord before = Record with { Content = new RecordedPicture("photo") { Sha256 = new('0', 64) } };

        PaintingResult made = await RunAsync(Job(before, new MemoryTarget()));

        Assert.Contains("'photo' is not the file that the picture was made from.", made.Result.Notes);
    }

    [Theory]
    [InlineData(ColorMode.Content, true)]
    [InlineData(ColorMode.Style, false)]
    public async Task Run_of_a_record_from_before_Oklab_notes_other_colours(ColorMode mode, bool isNoted)
    {
        var before = Record with
        {
            Options = Record.Options with { Color = new() { Mode = mode } },
            IsBeforeOklab = true,
        };

        PaintingResult made = await RunAsync(Job(before, new MemoryTarget()));

        Assert.Equal(isNoted, made.Result.Notes.Contains(
            "The picture was made before brightness and colours were parted in Oklab: it gets slightly other colours "
                + "now."));
        Assert.False(made.Record.IsBeforeOklab);
    }

    [Fact]
    public async Task Run_target_that_fails_leaves_the_picture_in_the_result()
    {
        PaintingResult made = await RunAsync(Job(Record, new MemoryTarget { Failure = new IOException("Full.") }));

        Assert.False(made.IsWritten);
        Assert.Equal("Full.", made.Failure?.Message);
        Assert.Equal(new PictureSize(24, 18), made.Result.Picture.Size);
    }

    [Fact]
    public async Task Run_file_that_appears_meanwhile_is_kept_and_the_picture_goes_elsewhere()
    {
        string path = _folder.File("out.png");
        using PreparedPainting painting = await Job(Record, new PictureFileTarget(path)).PrepareAsync(Cancellation);
        await File.WriteAllTextAsync(path, "another's", Cancellation);

        PaintingResult made = await painting.RunAsync(cancellation: Cancellation);

        Assert.False(made.IsWritten);
        Assert.Equal("another's", await File.ReadAllTextAsync(path, Cancellation));
        string kept = made.Failure!.Message.Split('\'')[^2];
        Assert.Contains("the picture was kept as", made.Failure.Message, StringComparison.Ordinal);
        Assert.Equal(new PictureSize(24, 18), new PictureReader().Read(kept).Size);
        File.Delete(kept);
    }

    [Fact]
    public async Task Run_picture_that_is_not_wanted_is_not_written()
    {
        var target = new MemoryTarget();
        var job = new PaintingJob(_pool, Record)
        {
            Read = ReadAsync, Target = target, WriteWhen = result => Task.FromResult(result.Losses.Count > 3),
        };

        PaintingResult made = await RunAsync(job);

        Assert.Equal((false, null), (made.IsWritten, target.Written));
    }

    [Fact]
    public async Task Run_cancelled_continues_from_its_checkpoint_with_its_record()
    {
        var whole = new MemoryTarget();
        await RunAsync(Job(Record, whole));
        string path = _folder.File("checkpoint");
        using var cancelled = new CancellationTokenSource();
        using (PreparedPainting painting = await Kept(path, null, new MemoryTarget()).PrepareAsync(Cancellation))
        {
            PaintingResult part = await painting.RunAsync(
                new Listener(_ => cancelled.Cancel()), cancellation: cancelled.Token);
            Assert.Equal(StylizeOutcome.Cancelled, part.Result.Outcome);
        }

        var from = StylizeCheckpoint.Open(path);
        Assert.Equal("photo's bytes", Encoding.UTF8.GetString(from.Attachment("photo")!));
        var rest = new MemoryTarget();
        PaintingResult made = await RunAsync(Kept(path, from, rest));

        Assert.Equal(made.Record with { Engine = from.Record.Engine }, from.Record);
        Assert.Equal(whole.Written!.Pixels, rest.Written!.Pixels);

        PaintingJob Kept(string checkpoint, StylizeCheckpoint? begun, MemoryTarget target) => new(_pool, Record)
        {
            Read = async (picture, cancellation) => await ReadAsync(picture, cancellation) with
            {
                Bytes = picture.Name == "photo" ? "photo's bytes"u8.ToArray() : null,
            },
            Target = target,
            From = begun,
            Checkpoint = new CheckpointTarget(checkpoint) { Every = TimeSpan.Zero },
        };
    }

    [Fact]
    public async Task Run_masks_areas_and_strokes_are_those_of_the_task()
    {
        _pictures["mask"] = TestPictures.Ramp(48, 36);
        _pictures["map"] = TestPictures.Noise(48, 36, 3);
        _pictures["strokes"] = TestPictures.Noise(16, 16, 4);
        RecordedStyle style = new(new RecordedPicture("painting"), 2)
        {
            Area = new PictureArea(1, 2, 16, 17), FineStrokes = new RecordedPicture("strokes"),
        };
        RunRecord record = Record with
        {
            Styles = [style],
            Regions =
            [
                new RecordedRegion(new RecordedMask(new RecordedPicture("mask"), "black"), []),
                new RecordedRegion(new RecordedMask(new RecordedPicture("map"), "ff0000"), [Record.Styles[0]]),
            ],
        };
        var target = new MemoryTarget();

        await RunAsync(Job(record, target));

        using var stylizer = new Stylizer(TestNetworks.Shallow(), new CpuDevice(1));
        StylizeResult expected = stylizer.Run(new StylizeTask(
            _pictures["photo"],
            [
                new WeightedStyle(_pictures["painting"].Crop(1, 2, 16, 17), 2) { FineStrokes = _pictures["strokes"] },
            ],
            Quick)
        {
            Regions =
            [
                new StylizeRegion(Mask.OfBrightness(_pictures["mask"]).Complement(), []),
                new StylizeRegion(
                    Mask.OfColor(_pictures["map"], new PictureColor(1, 0, 0), [new PictureColor(1, 0, 0)]),
                    [new WeightedStyle(_pictures["painting"])]),
            ],
        }, cancellation: Cancellation);
        Assert.Equal(expected.Picture.Pixels, target.Written!.Pixels);
    }

    [Fact]
    public async Task Run_texture_has_the_size_of_its_painting()
    {
        var target = new MemoryTarget();
        RunRecord texture = Record with
        {
            Content = null,
            Options = Presets.Texture.Options with
            {
                Sizing = Quick.Sizing with { Size = 20 }, Steps = [2], Losses = Quick.Losses with { ContentWeight = 0 },
            },
        };

        await RunAsync(Job(texture, target));

        Assert.Equal(new PictureSize(20, 20), target.Written!.Size);
    }

    private static LoadedNetwork Load(LayerName deepest) =>
        new() { Network = TestNetworks.Shallow(), NormalizationSource = "test" };

    private PaintingJob Job(RunRecord record, IPictureTarget target, long maxPixels = 1_000_000) => new(_pool, record)
    {
        Read = ReadAsync, Target = target, MaxPixels = maxPixels,
    };

    private static async Task<PaintingResult> RunAsync(PaintingJob job)
    {
        using PreparedPainting painting = await job.PrepareAsync(Cancellation);
        return await painting.RunAsync(cancellation: Cancellation);
    }

    private Task<LoadedPicture> ReadAsync(RecordedPicture picture, CancellationToken cancellation) =>
        Task.FromResult(new LoadedPicture(_pictures[picture.Name], HashOf(picture.Name)));

    private static string HashOf(string name) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)));

    /// <summary>Keeps the picture, or fails.</summary>
    private sealed class MemoryTarget : IPictureTarget
    {
        public Exception? Failure { get; init; }

        public Picture? Written { get; private set; }

        public void Check(RunRecord record, PictureSize? size)
        {
        }

        public Task WriteAsync(Picture picture, RunRecord record)
        {
            if (Failure is not null)
                throw Failure;
            Written = picture;
            return Task.CompletedTask;
        }
    }
}
