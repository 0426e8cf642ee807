using Impasto.Engines;
using Impasto.Glances;
using Impasto.Imaging;
using Impasto.Networks;
using Impasto.Networks.Files;
using Impasto.Networks.Weights;

namespace Impasto.Tests.Glances;

/// <summary>Parts of a photograph with paintings of their own, and parts of paintings.</summary>
public sealed class GlanceRegionTests : IDisposable
{
    private static readonly StylizeOptions AsItIs = new()
    {
        Sizing = new SizingOptions { Size = null },
        Color = new ColorOptions { Mode = ColorMode.Style },
        Feather = 0,
    };

    private readonly ScratchFolder _folder = new();
    private readonly string _decoder;
    private readonly Picture _photo = TestPictures.Noise(96, 64, seed: 1);
    private readonly Picture _one = TestPictures.Ramp(80, 72);
    private readonly Picture _other = TestPictures.Noise(72, 80, seed: 3);

    public GlanceRegionTests()
    {
        _decoder = _folder.File("decoder.safetensors");
        TestStyles.WriteDecoder(_decoder, seed: 1);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Paint_in_pieces_gives_the_picture_of_one_piece()
    {
        Picture photo = TestPictures.Noise(203, 181, seed: 5);
        using GlanceEngine whole = Open(1), pieces = Open(2, side: 48), narrow = Open(2, side: 48, halo: 16);
        GlancePart[] parts = Parts(whole, photo.Size);

        float[] one = whole.Paint(photo, parts, CancellationToken.None);

        double range = one.Max() - one.Min();
        Assert.InRange(Furthest(one, pieces.Paint(photo, parts, CancellationToken.None)) / range, 0, 1e-5);
        Assert.InRange(Furthest(one, narrow.Paint(photo, parts, CancellationToken.None)) / range, 1e-4, 10);
    }

    [Fact]
    public void Part_that_gets_its_own_moments_stays_as_it_is()
    {
        using GlanceEngine engine = Open(1);
        GlanceGuide guide = GlanceGuide.Of(Soft(_photo.Size), _photo.Size);
        GlanceMoments own = engine.Measure(_photo, guide)!;
        var rest = new GlancePart(null, 0)
        {
            Guide = GlanceGuide.Of([.. Soft(_photo.Size).Select(weight => 1 - weight)], _photo.Size),
        };

        float[] restored = engine.Paint(_photo, [new GlancePart(own, 0)], CancellationToken.None);
        float[] made = engine.Paint(_photo, [new GlancePart(own, 1) { Guide = guide }, rest], CancellationToken.None);
        float[] whole = engine.Paint(_photo, [new GlancePart(own, 1)], CancellationToken.None);

        Assert.InRange(Furthest(restored, made), 0, 1e-3);
        Assert.InRange(Furthest(restored, whole), 1e-2, 10);
    }

    [Fact]
    public void Paint_gives_a_region_everywhere_its_painting()
    {
        using var glance = new Glance(_decoder, new CpuDevice(1));

        Picture alone = Paint(glance, Task(_one));
        Picture region = Paint(glance, Task(_other) with { Regions = [Region(_ => 1, _one)] });
        Picture nowhere = Paint(glance, Task(_one) with { Regions = [Region(_ => 0, _other)] });

        Assert.InRange(Furthest(alone.Pixels, region.Pixels), 0, 1e-5);
        Assert.InRange(Furthest(alone.Pixels, nowhere.Pixels), 0, 1e-5);
        Assert.InRange(Furthest(alone.Pixels, Paint(glance, Task(_other)).Pixels), 1e-2, 1);
    }

    [Fact]
    public void Paint_leaves_a_kept_region_to_the_bit()
    {
        using var glance = new Glance(_decoder, new CpuDevice(1));

        Picture made = Paint(glance, Task(_one) with { Regions = [Region(x => x < 40 ? 1 : 0)] });

        int plane = made.Width * made.Height;
        int[] kept = [.. Enumerable.Range(0, 3 * plane).Where(i => i % made.Width < 40)];
        Assert.All(kept, i => Assert.Equal(_photo.Pixels[i], made.Pixels[i]));
        Assert.True(Furthest(_photo.Pixels, made.Pixels) > 0.05, "Nothing was painted.");
    }

    [Fact]
    public void Paint_with_strength_0_in_a_region_restores_it_and_no_more()
    {
        using var glance = new Glance(_decoder, new CpuDevice(1));
        StylizeRegion all = Region(_ => 1, _one), left = Region(x => x < 16 ? 1 : 0, _one);

        Picture restored = Paint(glance, Task(_one), strength: 0);

        Assert.InRange(
            Furthest(
                restored.Pixels, Paint(glance, Task(_one) with { Regions = [all with { Strength = 0 }] }).Pixels),
            0, 1e-5);
        Picture partly = Paint(glance, Task(_one) with { Regions = [left with { Strength = 0 }] });
        Assert.True(Furthest(restored.Pixels, partly.Pixels) > 0.05, "The rest was not painted.");
    }

    [Fact]
    public void Paint_with_strength_0_is_the_photograph_and_less_of_it_with_more_strength()
    {
        using var glance = new Glance(_decoder, new CpuDevice(1));
        double[] distances = [.. new double[] { 0, 50, 100 }.Select(
            strength => Furthest(_photo.Pixels, Paint(glance, Task(_one), strength).Pixels))];

        Assert.InRange(distances[0], 0, 1e-5);
        Assert.InRange(distances[1], 0.01, distances[2]);
    }

    [Fact]
    public void Paint_takes_the_part_of_a_painting_in_its_mask()
    {
        using var glance = new Glance(_decoder, new CpuDevice(1));
        // Left half one painting, right half another, with nothing of one in sight of the mask of the other.
        var both = new Picture(160, 80, [.. Enumerable.Range(0, 3 * 160 * 80).Select(i => i % 160 < 80
            ? _other.Pixels[i % _other.Pixels.Length] : 0.25f)]);
        var flat = new Mask(160, 80, [.. Enumerable.Range(0, 160 * 80).Select(i => i % 160 >= 128 ? 1f : 0)]);
        var all = new Mask(160, 80, [.. Enumerable.Repeat(1f, 160 * 80)]);

        Picture whole = Paint(glance, Task(both)), masked = Paint(glance, Styled(flat));

        Assert.InRange(Furthest(whole.Pixels, Paint(glance, Styled(all)).Pixels), 0, 1e-5);
        Assert.InRange(
            Furthest(Paint(glance, Task(TestPictures.Flat(64, 64, 0.25f))).Pixels, masked.Pixels),
            0, 0.5 * Furthest(whole.Pixels, masked.Pixels));
        var none = new Mask(160, 80, new float[160 * 80]);
        Assert.Throws<PictureException>(() => Paint(glance, Styled(none)));

        StylizeTask Styled(Mask mask) => new(_photo, [new WeightedStyle(both) { Mask = mask }], AsItIs);
    }

    [Fact]
    public void Paint_without_a_painting_or_with_layers_of_one_is_refused()
    {
        using var glance = new Glance(_decoder, new CpuDevice(1));
        StylizeRegion kept = Region(_ => 1), strong = Region(_ => 1, _one) with { Strength = 101 };
        var fine = new WeightedStyle(_one) { FineStrokes = _other };

        foreach (StylizeTask task in (StylizeTask[])
        [
            new(_photo, [], AsItIs), new StylizeTask(_photo, [], AsItIs) with { Regions = [kept] },
            Task(_one) with { Regions = [strong] }, Task(_one) with { Styles = [fine] },
        ])
            Assert.Throws<InvalidOptionsException>(() => Paint(glance, task));
    }

    [Fact]
    public void Held_moments_of_paintings_are_settled_after_16_photographs()
    {
        using var glance = new Glance(_decoder, new CpuDevice(1)) { HoldsMoments = true };
        for (int i = 0; i < HeldMaps.Photographs; i++)
            Paint(glance, Task(_one) with { Content = TestPictures.Noise(96, 64, seed: i) });
        Picture before = Paint(glance, Task(_one));
        Paint(glance, Task(_one) with { Content = TestPictures.Flat(96, 64, 0.9f) });

        Assert.Equal(before.Pixels, Paint(glance, Task(_one)).Pixels);
        Assert.Throws<InvalidOptionsException>(
            () => Paint(glance, Task(_one) with { Regions = [Region(_ => 1, _one)] }));
        using var free = new Glance(_decoder, new CpuDevice(1));
        Assert.InRange(Furthest(before.Pixels, Paint(free, Task(_one)).Pixels), 1e-3, 1);
    }

    [Fact]
    public void Change_in_a_corner_moves_nothing_far_from_it_with_held_moments()
    {
        using var held = new Glance(_decoder, new CpuDevice(1)) { HoldsMoments = true };
        using var free = new Glance(_decoder, new CpuDevice(1));
        Picture photo = TestPictures.Noise(240, 64, seed: 1);
        float[] changed = [.. photo.Pixels.Select((value, i) => i % 240 < 24 ? 0.9f : value)];
        for (int i = 0; i < HeldMaps.Photographs; i++)
            Paint(held, Task(_one) with { Content = photo });

        // Fast convolutions work in blocks: what lies beside a change differs by rounding.
        Assert.InRange(FarChange(held), 0, 1e-5);
        Assert.True(FarChange(free) > 1e-3, "The moments of the photograph have no effect.");

        double FarChange(Glance glance)
        {
            float[] before = Paint(glance, Task(_one) with { Content = photo }).Pixels;
            float[] after = Paint(glance, Task(_one) with { Content = new Picture(240, 64, changed) }).Pixels;
            return Enumerable.Range(0, before.Length).Where(i => i % 240 >= 24 + GlancePiece.Halo)
                .Max(i => Math.Abs(before[i] - after[i]));
        }
    }

    private static Picture Paint(Glance glance, StylizeTask task, double strength = 100) =>
        glance.Paint(task, strength, TestContext.Current.CancellationToken);

    private StylizeTask Task(Picture painting) => new(_photo, [new WeightedStyle(painting)], AsItIs);

    private static StylizeRegion Region(Func<int, float> weight, Picture? painting = null) => new(
        new Mask(96, 64, [.. Enumerable.Range(0, 96 * 64).Select(i => weight(i % 96))]),
        painting is null ? [] : [new WeightedStyle(painting)]);

    private GlancePart[] Parts(GlanceEngine engine, PictureSize size)
    {
        float[] first = Soft(size);
        return
        [
            new(engine.Measure(_one), 1) { Guide = GlanceGuide.Of(first, size) },
            new(engine.Measure(_other), 0.6)
            {
                Guide = GlanceGuide.Of([.. first.Select(weight => 1 - weight)], size),
            },
        ];
    }

    // From the left to the right, with a hard edge in the middle.
    private static float[] Soft(PictureSize size) =>
    [
        .. Enumerable.Range(0, (int)size.Pixels).Select(i =>
        {
            float place = (float)(i % size.Width) / size.Width;
            return place < 0.5 ? place : 1 - (0.5f * place);
        }),
    ];

    private GlanceEngine Open(int threads, int side = 1024, int halo = GlancePiece.Halo)
    {
        Network network = NetworkCatalog.Compact().Network;
        return new GlanceEngine(
            network,
            DecoderNetwork.Read(TensorFile.Open(_decoder), "decoder"),
            new CpuDevice(threads).Open(network, new EngineSettings()))
        {
            PieceSide = side,
            Halo = halo,
        };
    }

    private static double Furthest(float[] left, float[] right) =>
        left.Zip(right, (a, b) => Math.Abs((double)a - b)).Max();
}
