using Impasto.Networks;
using Impasto.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace Impasto.Training;

/// <summary>Pictures on their way from a content to a style, moved by the student as it is now.</summary>
/// <remarks>
/// A stylisation leads to pictures that no camera makes, and into every blind spot of the network that guides it: what the
/// student does not see costs nothing there and grows. So the student learns from the pictures that it makes itself, as in
/// Ross, Gordon and Bagnell, "A reduction of imitation learning and structured prediction to no-regret online learning",
/// AISTATS 2011. Each picture is moved by Adam for a while and then replaced. A training step moves and sees a few of them,
/// another group every time, so that the student does not learn the few by heart and forget what it learnt from those before.
/// </remarks>
internal sealed class StylizedPool : IDisposable
{
    private const int Groups = 12;
    private const int MovesPerStep = 4;
    private const int ShortestLife = 20;
    private const int LongestLife = 320;
    private const double Beta1 = 0.9;
    private const double Beta2 = 0.99;

    // Columns of the numbers of each picture.
    private const int Age = 0;
    private const int Lifetime = 1;
    private const int ContentWeight = 2;
    private const int Rate = 3;

    private readonly CropSampler _sampler;
    private readonly int _group;
    private readonly int _seed;
    private readonly Device _device;
    private readonly IReadOnlyList<LayerName> _styleLayers;
    private readonly LayerName _contentLayer;
    private int _first;

    /// <summary>Begins a pool whose pictures are all still to be made.</summary>
    /// <param name="sampler">Gives contents and styles.</param>
    /// <param name="group">Pictures that a step moves and sees.</param>
    /// <param name="seed">What is random begins with it.</param>
    /// <param name="student">Its maps lead to the spaces in which styles are compared.</param>
    /// <param name="styleLayers">Where styles are compared.</param>
    /// <param name="contentLayer">Where contents are compared.</param>
    /// <param name="device">Where the pictures are kept.</param>
    public StylizedPool(
        CropSampler sampler, int group, int seed, Student student, IReadOnlyList<LayerName> styleLayers, LayerName contentLayer, Device device)
    {
        _sampler = sampler;
        _group = group;
        _seed = seed;
        _device = device;
        _styleLayers = styleLayers;
        _contentLayer = contentLayer;
        using DisposeScope scope = NewDisposeScope();
        using IDisposable frozen = no_grad();
        int count = Groups * group;
        using Tensor zero = zeros([count, 3, sampler.Crop, sampler.Crop], device: device);
        Keep("pictures", zero.clone());
        Keep("styles", zero.clone());
        Keep("mean", zero.clone());
        Keep("square", zero.clone());
        Keep("numbers", zeros([count, 4]));
        Dictionary<LayerName, Tensor> features = student.Features(zero.narrow(0, 0, 1), Deepest);
        foreach (LayerName layer in styleLayers)
            Keep($"gram.{layer}", DistillationLoss.Gram(student.Map(layer, features[layer])).expand(count, -1, -1).clone());
        Keep("content", features[contentLayer].expand(count, -1, -1, -1).clone());
    }

    /// <summary>All that a checkpoint needs, by name.</summary>
    public SortedDictionary<string, Tensor> State { get; } = new(StringComparer.Ordinal);

    /// <summary>The pictures of this step's group as they are, group x 3 x crop x crop.</summary>
    public Tensor Pictures => Group("pictures");

    /// <summary>The styles to which they are moved, group x 3 x crop x crop.</summary>
    public Tensor Styles => Group("styles");

    /// <summary>Goes to the step's group, replaces what of it has lived long enough, and moves every picture of it.</summary>
    /// <param name="student">What guides; not changed.</param>
    /// <param name="step">The training step, on which everything random depends.</param>
    public void Advance(Student student, int step)
    {
        _first = step % Groups * _group;
        for (int i = _first; i < _first + _group; i++)
        {
            if (Number(i, Age) >= Number(i, Lifetime))
                Renew(student, i, new Random(CropSampler.HashSeed(_seed + 1 + i, step)));
        }

        for (int move = 0; move < MovesPerStep; move++)
            Move(student);
    }

    /// <summary>Takes the styles' Gram matrices as the student sees them now, since it has learnt on.</summary>
    /// <param name="layer">A style layer.</param>
    /// <param name="grams">Mapped, group x C x C.</param>
    public void SetStyle(LayerName layer, Tensor grams)
    {
        using IDisposable frozen = no_grad();
        Group($"gram.{layer}").copy_(grams);
    }

    private LayerName Deepest => _styleLayers.Append(_contentLayer).Max();

    private void Renew(Student student, int i, Random random)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable frozen = no_grad();
        Tensor content = _sampler.Picture(random).to(_device).unsqueeze(0), style = _sampler.Picture(random).to(_device).unsqueeze(0);
        Dictionary<LayerName, Tensor> features = student.Features(style, Deepest);
        foreach (LayerName layer in _styleLayers)
            State[$"gram.{layer}"][i].copy_(DistillationLoss.Gram(student.Map(layer, features[layer]))[0]);
        State["styles"][i].copy_(style[0]);
        State["content"][i].copy_(student.Features(content, _contentLayer)[_contentLayer][0]);
        double kind = random.NextDouble();
        Tensor start = kind < 0.15 ? _sampler.Noise(random).to(_device).Plus(0.5)
            : kind < 0.25 ? _sampler.Picture(random).to(_device)
            : content[0];
        State["pictures"][i].copy_(start);
        State["mean"][i].zero_();
        State["square"][i].zero_();
        float[] numbers =
        [
            0,
            ShortestLife + random.Next(LongestLife - ShortestLife),
            (float)(0.005 * Math.Pow(60, random.NextDouble())),
            (float)(0.01 * Math.Pow(5, random.NextDouble())),
        ];
        using Tensor row = tensor(numbers);
        State["numbers"][i].copy_(row);
    }

    private void Move(Student student)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor point = Pictures.detach().clone().requires_grad_();
        Tensor loss = Loss(student, point).sum();
        Tensor gradient = autograd.grad([loss], [point])[0];
        using IDisposable frozen = no_grad();
        Tensor numbers = Group("numbers"), mean = Group("mean"), square = Group("square");
        numbers.narrow(1, Age, 1).Add(1);
        Tensor age = numbers.narrow(1, Age, 1).to(_device).view(-1, 1, 1, 1);
        Tensor rate = numbers.narrow(1, Rate, 1).to(_device).view(-1, 1, 1, 1);
        mean.Scale(Beta1).Add(gradient, 1 - Beta1);
        square.Scale(Beta2).AddProduct(gradient, gradient, 1 - Beta2);
        Tensor corrected = mean / pow(Beta1, age).From(1), root = (square / pow(Beta2, age).From(1)).sqrt();
        Pictures.sub_(rate * corrected / root.Plus(1e-12)).Limit(-0.3, 1.3);
    }

    // Of each picture: relative squares, as the product's own recipe counts them.
    private Tensor Loss(Student student, Tensor point)
    {
        Dictionary<LayerName, Tensor> features = student.Features(point, Deepest);
        Tensor wanted = Group("content"), weight = Group("numbers").select(1, ContentWeight).to(_device);
        Tensor sum = weight * Relative(features[_contentLayer], wanted, [1, 2, 3]);
        foreach (LayerName layer in _styleLayers)
            sum = sum.Plus(Relative(DistillationLoss.Gram(student.Map(layer, features[layer])), Group($"gram.{layer}"), [1, 2]), 1.0 / _styleLayers.Count);
        return sum;
    }

    private static Tensor Relative(Tensor found, Tensor wanted, long[] axes) =>
        (found - wanted).Squared().sum(axes) / wanted.Squared().sum(axes).AtLeast(1e-6);

    private float Number(int picture, int column)
    {
        using Tensor value = State["numbers"][picture, column];
        return value.item<float>();
    }

    private Tensor Group(string name) => State[name].narrow(0, _first, _group);

    private void Keep(string name, Tensor tensor) => State[name] = tensor.MoveToOuterDisposeScope().DetachFromDisposeScope();

    public void Dispose()
    {
        foreach (Tensor tensor in State.Values)
            tensor.Dispose();
    }
}
