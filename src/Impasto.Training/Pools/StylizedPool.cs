using Impasto.Networks;
using Impasto.Torch.Tensors;
using Impasto.Training.Checkpoints;
using Impasto.Training.Data;
using Impasto.Training.Losses;
using Impasto.Training.Optimizers;
using Impasto.Training.Students;
using TorchSharp;
using static TorchSharp.torch;

namespace Impasto.Training.Pools;

/// <summary>Pictures on their way from a content to a style, moved by the student as it is now.</summary>
/// <remarks>
/// A stylisation produces pictures that no camera makes, and it exploits every blind spot of the network that guides
/// it:
/// what the student does not see costs nothing there and grows. So the student learns from pictures that it makes
/// itself, as in Ross, Gordon and Bagnell, "A reduction of imitation learning and structured prediction to no-regret
/// online learning", AISTATS 2011. Each picture is moved by Adam for a while and then replaced. A training step moves
/// and sees one group of them, each time another one, so that the student does not learn a few pictures by heart.
/// </remarks>
internal sealed class StylizedPool : IDisposable
{
    private const int Groups = 12;
    private const int MovesPerStep = 4;
    private const double NoiseShare = 0.15;
    private const double OtherPictureShare = 0.10;

    // The range of pixels that a stylisation passes through.
    private const double Darkest = -0.3;
    private const double Brightest = 1.3;

    // Adam's beta2 is below the usual 0.999: a picture lives for some dozen steps only.
    private static readonly AdamRule Adam = new(0.9, 0.99, 1e-12);

    private readonly CropSampler _sampler;
    private readonly PoolSettings _settings;
    private readonly Student _student;
    private readonly PoolState _all;
    private int _first;

    /// <summary>A pool whose pictures are made in the first steps.</summary>
    /// <param name="sampler">Gives contents and styles.</param>
    /// <param name="settings">The size of a group and where pictures are compared.</param>
    /// <param name="student">Moves the pictures; the pool does not change it.</param>
    public StylizedPool(CropSampler sampler, PoolSettings settings, Student student)
    {
        _sampler = sampler;
        _settings = settings;
        _student = student;
        using DisposeScope scope = NewDisposeScope();
        using IDisposable frozen = no_grad();
        int count = Groups * settings.Group;
        Tensor black = zeros([count, 3, sampler.Crop, sampler.Crop], device: student.TensorDevice);
        Dictionary<LayerName, Tensor> features = student.Features(black.narrow(0, 0, 1), settings.Deepest);
        _all = new PoolState
        {
            Pictures = black.clone().DetachFromDisposeScope(),
            Styles = black.clone().DetachFromDisposeScope(),
            Contents = features[settings.ContentLayer].expand(count, -1, -1, -1).clone().DetachFromDisposeScope(),
            Grams = settings.StyleLayers.ToDictionary(
                layer => layer,
                layer => Gram(features, layer).expand(count, -1, -1).clone().DetachFromDisposeScope()),
            Memory = AdamMemory.For(black),
            Lives = new PictureLife[count],
        };
    }

    /// <summary>The pictures of this step's group as they are, group x 3 x crop x crop.</summary>
    public Tensor Pictures => _all.Pictures.narrow(0, _first, _settings.Group);

    /// <summary>The styles to which they are moved, group x 3 x crop x crop.</summary>
    public Tensor Styles => _all.Styles.narrow(0, _first, _settings.Group);

    /// <summary>How each picture of the pool is moved, all groups.</summary>
    public IReadOnlyList<PictureLife> Lives => _all.Lives;

    /// <summary>
    /// Selects the step's group, replaces its pictures that have lived long enough, and moves them all.
    /// </summary>
    /// <param name="step">The training step, on which everything random depends.</param>
    public void Advance(int step)
    {
        _first = step % Groups * _settings.Group;
        for (int i = _first; i < _first + _settings.Group; i++)
        {
            if (_all.Lives[i].IsOver)
                Renew(i, new Random(CropSampler.HashSeed(_settings.Seed + 1 + i, step)));
        }

        for (int move = 0; move < MovesPerStep; move++)
            Move();
    }

    /// <summary>Replaces the styles' Gram matrices of this step's group, which change as the student learns.</summary>
    /// <param name="layer">A style layer.</param>
    /// <param name="grams">Mapped, group x C x C.</param>
    public void SetStyle(LayerName layer, Tensor grams)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable frozen = no_grad();
        _all.Grams[layer].narrow(0, _first, _settings.Group).copy_(grams);
    }

    /// <summary>Visits everything that the next step depends on.</summary>
    public void Exchange(StateExchange state) => _all.Exchange(state);

    private void Renew(int i, Random random)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable frozen = no_grad();
        Tensor content = Picture(random), style = Picture(random);
        Dictionary<LayerName, Tensor> features = _student.Features(style, _settings.Deepest);
        PoolState one = _all.Part(i, 1);
        foreach ((LayerName layer, Tensor gram) in one.Grams)
            gram.copy_(Gram(features, layer));
        one.Styles.copy_(style);
        one.Contents.copy_(_student.FeaturesAt(content, _settings.ContentLayer));
        one.Pictures.copy_(Beginning(content, random));
        one.Memory.Clear();
        _all.Lives[i] = PictureLife.Begin(random);
    }

    private Tensor Beginning(Tensor content, Random random) => random.NextDouble() switch
    {
        < NoiseShare => _sampler.Noise(random).to(_student.TensorDevice).Plus(0.5).unsqueeze(0),
        < NoiseShare + OtherPictureShare => Picture(random),
        _ => content,
    };

    private Tensor Picture(Random random) => _sampler.Picture(random).to(_student.TensorDevice).unsqueeze(0);

    private void Move()
    {
        using DisposeScope scope = NewDisposeScope();
        PoolState group = _all.Part(_first, _settings.Group);
        Tensor point = group.Pictures.detach().clone().requires_grad_();
        Tensor gradient = autograd.grad([Loss(group, point)], [point])[0];
        using IDisposable frozen = no_grad();
        for (int i = 0; i < _settings.Group; i++)
            _all.Lives[_first + i] = group.Lives[i] = group.Lives[i].Older;
        IEnumerable<int> ages = group.Lives.Select(life => life.Age);
        IEnumerable<double> rates = group.Lives.Select(life => (double)life.Rate);
        AdamPace pace = AdamPace.Of(Adam, ages, rates, [-1, 1, 1, 1]).To(_student.TensorDevice);
        Adam.Step(group.Pictures, gradient, group.Memory, pace);
        group.Pictures.Limit(Darkest, Brightest);
    }

    // The sum over pictures of relative squared errors, as presets count them.
    private Tensor Loss(PoolState group, Tensor point)
    {
        Dictionary<LayerName, Tensor> features = _student.Features(point, _settings.Deepest);
        Tensor weight = tensor(group.Lives.Select(life => life.ContentWeight).ToArray()).to(_student.TensorDevice);
        Tensor sum = weight * Relative(features[_settings.ContentLayer], group.Contents, [1, 2, 3]);
        foreach ((LayerName layer, Tensor gram) in group.Grams)
            sum = sum.Plus(Relative(Gram(features, layer), gram, [1, 2]), 1.0 / group.Grams.Count);
        return sum.sum();
    }

    private Tensor Gram(Dictionary<LayerName, Tensor> features, LayerName layer) =>
        DistillationLoss.Gram(_student[layer].Mapped(features[layer]));

    private static Tensor Relative(Tensor found, Tensor wanted, long[] axes) =>
        (found - wanted).Squared().sum(axes) / wanted.Squared().sum(axes).AtLeast(1e-6);

    public void Dispose() => _all.Dispose();
}
