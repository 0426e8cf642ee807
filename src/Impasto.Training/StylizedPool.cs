using Impasto.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Impasto.Training;

/// <summary>Pictures on their way from a content to a style, moved by the student as it is now.</summary>
/// <remarks>
/// A stylisation leads to pictures that no camera makes, and into every blind spot of the network that guides it: what the
/// student does not see costs nothing there and grows. So the student learns from the pictures that it makes itself, as in
/// Ross, Gordon and Bagnell, "A reduction of imitation learning and structured prediction to no-regret online learning",
/// AISTATS 2011. Each picture is moved by Adam for a while and then replaced.
/// </remarks>
internal sealed class StylizedPool : IDisposable
{
    private const int MovesPerStep = 2;
    private const double Beta1 = 0.9;
    private const double Beta2 = 0.99;

    // Columns of the numbers of each picture.
    private const int Age = 0;
    private const int Lifetime = 1;
    private const int ContentWeight = 2;
    private const int Rate = 3;

    private readonly CropSampler _sampler;
    private readonly int _count;
    private readonly int _seed;
    private readonly Device _device;
    private readonly IReadOnlyList<LayerName> _styleLayers;
    private readonly LayerName _contentLayer;

    public StylizedPool(
        CropSampler sampler, int count, int seed, Student student, IReadOnlyList<LayerName> styleLayers, LayerName contentLayer, Device device)
    {
        _sampler = sampler;
        _count = count;
        _seed = seed;
        _device = device;
        _styleLayers = styleLayers;
        _contentLayer = contentLayer;
        using DisposeScope scope = NewDisposeScope();
        using IDisposable frozen = no_grad();
        using Tensor zero = zeros([count, 3, sampler.Crop, sampler.Crop], device: device);
        Keep("pictures", zero.clone());
        Keep("mean", zero.clone());
        Keep("square", zero.clone());
        Keep("numbers", zeros([count, 4]));
        Dictionary<LayerName, Tensor> features = student.Features(zero, Deepest);
        foreach (LayerName layer in styleLayers)
            Keep($"gram.{layer}", zeros_like(DistillationLoss.Gram(student.Map(layer, features[layer]))));
        Keep("content", zeros_like(features[contentLayer]));
    }

    /// <summary>All that a checkpoint needs, by name.</summary>
    public SortedDictionary<string, Tensor> State { get; } = new(StringComparer.Ordinal);

    /// <summary>The pictures as they are, count x 3 x crop x crop.</summary>
    public Tensor Pictures => State["pictures"];

    /// <summary>Replaces what has lived long enough, and moves every picture.</summary>
    /// <param name="student">What guides; not changed.</param>
    /// <param name="step">The training step, on which everything random depends.</param>
    public void Advance(Student student, int step)
    {
        for (int i = 0; i < _count; i++)
        {
            if (Number(i, Age) >= Number(i, Lifetime))
                Renew(student, i, new Random(CropSampler.HashSeed(_seed + 1 + i, step)));
        }

        for (int move = 0; move < MovesPerStep; move++)
            Move(student);
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
        State["content"][i].copy_(student.Features(content, _contentLayer)[_contentLayer][0]);
        double kind = random.NextDouble();
        Tensor start = kind < 0.15 ? _sampler.Noise(random).to(_device) + 0.5
            : kind < 0.25 ? _sampler.Picture(random).to(_device)
            : content[0];
        State["pictures"][i].copy_(start);
        State["mean"][i].zero_();
        State["square"][i].zero_();
        float[] numbers =
        [
            0,
            8 + random.Next(150),
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
        Tensor numbers = State["numbers"], mean = State["mean"], square = State["square"];
        numbers.narrow(1, Age, 1).add_(1);
        Tensor age = numbers.narrow(1, Age, 1).to(_device).view(-1, 1, 1, 1);
        Tensor rate = numbers.narrow(1, Rate, 1).to(_device).view(-1, 1, 1, 1);
        mean.mul_(Beta1).add_(gradient, 1 - Beta1);
        square.mul_(Beta2).addcmul_(gradient, gradient, 1 - Beta2);
        Tensor corrected = mean / (1 - pow(Beta1, age)), root = (square / (1 - pow(Beta2, age))).sqrt();
        Pictures.sub_(rate * corrected / (root + 1e-12)).clamp_(-0.3, 1.3);
    }

    // Of each picture: relative squares, as the product's own recipe counts them.
    private Tensor Loss(Student student, Tensor point)
    {
        Dictionary<LayerName, Tensor> features = student.Features(point, Deepest);
        Tensor wanted = State["content"], weight = State["numbers"].select(1, ContentWeight).to(_device);
        Tensor sum = weight * Relative(features[_contentLayer], wanted, [1, 2, 3]);
        foreach (LayerName layer in _styleLayers)
            sum += Relative(DistillationLoss.Gram(student.Map(layer, features[layer])), State[$"gram.{layer}"], [1, 2]) / _styleLayers.Count;
        return sum;
    }

    private static Tensor Relative(Tensor found, Tensor wanted, long[] axes) =>
        (found - wanted).square().sum(axes) / wanted.square().sum(axes).clamp_min(1e-6);

    private float Number(int picture, int column)
    {
        using Tensor value = State["numbers"][picture, column];
        return value.item<float>();
    }

    private void Keep(string name, Tensor tensor) => State[name] = tensor.MoveToOuterDisposeScope().DetachFromDisposeScope();

    public void Dispose()
    {
        foreach (Tensor tensor in State.Values)
            tensor.Dispose();
    }
}
