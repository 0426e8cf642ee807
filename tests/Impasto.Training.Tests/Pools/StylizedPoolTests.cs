using Impasto.Networks;
using Impasto.Training.Checkpoints;
using Impasto.Training.Data;
using Impasto.Training.Losses;
using Impasto.Training.Pools;
using Impasto.Training.Students;
using TorchSharp;
using static TorchSharp.torch;

namespace Impasto.Training.Tests.Pools;

[Collection("libtorch")]
public sealed class StylizedPoolTests : IDisposable
{
    private const int Groups = 12;

    private static readonly LayerName[] Styles = [LayerName.Parse("conv1_1"), LayerName.Parse("conv2_1")];

    private readonly Student _student = new(
        new StudentArchitecture([.. Enumerable.Repeat(16, StudentArchitecture.Layers.Count)]),
        Styles.ToDictionary(layer => layer, _ => 8),
        seed: 1,
        CPU);

    [Fact]
    public void Advance_moves_pictures_nearer_to_their_styles_and_leaves_other_groups_alone()
    {
        using DisposeScope scope = NewDisposeScope();
        using StylizedPool pool = Pool();

        pool.Advance(step: 1);
        double before = Distance(pool);
        for (int round = 1; round <= 4; round++)
            pool.Advance(1 + (round * Groups));

        Assert.True(Distance(pool) < before, $"{Distance(pool)} after {before}");
        Assert.Equal(20, pool.Lives[2].Age);
        Assert.All([0, 1, 4, 5], i => Assert.True(pool.Lives[i].IsOver));
    }

    [Fact]
    public void Advance_picture_at_its_end_is_replaced()
    {
        using DisposeScope scope = NewDisposeScope();
        using StylizedPool pool = Pool();
        pool.Advance(step: 0);
        int moves = pool.Lives[0].Lifetime;
        float[] first = Values(pool.Styles[0]);

        int steps = (moves + 3) / 4;
        for (int round = 1; round < steps; round++)
            pool.Advance(round * Groups);
        Assert.Equal(first, Values(pool.Styles[0]));
        pool.Advance(steps * Groups);

        Assert.Equal(4, pool.Lives[0].Age);
        Assert.NotEqual(first, Values(pool.Styles[0]));
    }

    [Fact]
    public void Exchange_restored_pool_continues_with_the_same_pictures()
    {
        using DisposeScope scope = NewDisposeScope();
        using var folder = new TrainingFolder();
        using StylizedPool pool = Pool(), again = Pool();
        pool.Advance(step: 3);
        Checkpoint.Write(folder.File("pool.checkpoint"), pool.Exchange, step: 3);
        pool.Advance(3 + Groups);

        Checkpoint.Read(folder.File("pool.checkpoint"), again.Exchange);
        again.Advance(3 + Groups);

        Assert.Equal(Values(pool.Pictures), Values(again.Pictures));
        Assert.Equal(pool.Lives, again.Lives);
    }

    [Fact]
    public void SetStyle_changes_the_target_of_this_groups_pictures()
    {
        using DisposeScope scope = NewDisposeScope();
        using StylizedPool pool = Pool(), other = Pool();
        pool.Advance(step: 1);
        other.Advance(step: 1);
        Assert.Equal(Values(pool.Pictures), Values(other.Pictures));

        other.SetStyle(Styles[0], ones([2, 8, 8]));
        pool.Advance(1 + Groups);
        other.Advance(1 + Groups);

        Assert.NotEqual(Values(pool.Pictures), Values(other.Pictures));
    }

    [Fact]
    public void Advance_leaves_no_tensor_behind()
    {
        using StylizedPool pool = Pool();
        pool.Advance(step: 1);
        long before = Tensor.TotalCount;

        pool.Advance(1 + Groups);

        // The collector may free tensors of other tests in between.
        Assert.InRange(Tensor.TotalCount, 0, before);
    }

    private double Distance(StylizedPool pool)
    {
        using IDisposable frozen = no_grad();
        return Styles.Average(layer =>
        {
            Tensor found = Gram(pool.Pictures, layer), wanted = Gram(pool.Styles, layer);
            return (double)((found - wanted).norm() / wanted.norm()).item<float>();
        });
    }

    private Tensor Gram(Tensor pictures, LayerName layer) =>
        DistillationLoss.Gram(_student[layer].Mapped(_student.FeaturesAt(pictures, layer)));

    private StylizedPool Pool()
    {
        var random = new Random(2);
        byte[] pixels = new byte[90 * 70 * 3];
        random.NextBytes(pixels);
        byte[] stripes = [.. Enumerable.Range(0, pixels.Length).Select(i => (byte)(i / 3 % 90 / 8 % 2 * 200))];
        TrainingImage[] images = [new TrainingImage(90, 70, pixels), new TrainingImage(90, 70, stripes)];
        var sampler = new CropSampler(images, 2, 64, seed: 3);
        return new StylizedPool(sampler, new PoolSettings(2, 3, Styles, Styles[1]), _student);
    }

    private static float[] Values(Tensor tensor) => [.. tensor.contiguous().data<float>()];

    public void Dispose() => _student.Dispose();
}
