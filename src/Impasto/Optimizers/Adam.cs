using System.Numerics;
using Impasto.Checkpoints;
using Impasto.Storage;

namespace Impasto.Optimizers;

/// <summary>Adam: steps of even size from running averages of the gradient and its square.</summary>
/// <remarks>
/// m = b1 m + (1 - b1) g; v = b2 v + (1 - b2) g^2; x -= rate / (1 - b1^t) * m / (sqrt(v) / sqrt(1 - b2^t) + eps).
/// Source: Kingma and Ba, 2015, algorithm 1. Differs from the paper: eps is added after the correction of v, as PyTorch does.
/// </remarks>
public sealed class Adam : IOptimizer, IStateful
{
    // PyTorch's default, and the notebook's.
    private const double Epsilon = 1e-8;

    private readonly double _rate;
    private readonly double _beta1;
    private readonly double _beta2;
    private readonly PixelBuffer _mean;
    private readonly PixelBuffer _square;
    private readonly PixelBuffer _gradient;
    private int _steps;

    /// <summary>Starts with no memory.</summary>
    /// <param name="length">Values in the image.</param>
    /// <param name="learningRate">Size of a step in the units of the image, above 0.</param>
    /// <param name="beta1">Memory of the gradient, 0 to 1.</param>
    /// <param name="beta2">Memory of its square, 0 to 1.</param>
    /// <param name="store">Where its three vectors lie; null (the default) takes arrays.</param>
    public Adam(long length, double learningRate, double beta1 = 0.9, double beta2 = 0.999, PixelStore? store = null)
        : this(learningRate, (beta1, beta2), new AdamMemory(Create(length, store), Create(length, store), 0), store)
    {
    }

    /// <summary>Goes on with the averages given.</summary>
    internal Adam(double learningRate, (double First, double Second) betas, AdamMemory memory, PixelStore? store)
    {
        _rate = learningRate;
        (_beta1, _beta2) = betas;
        (_mean, _square, _steps) = memory;
        _gradient = Create(_mean.Length, store);
    }

    /// <summary>Whether values are cut to 0 to 1 after every step. Default: they are not.</summary>
    public bool Clamps { get; init; }

    /// <summary>What it remembers.</summary>
    internal AdamMemory Memory => new(_mean, _square, _steps);

    private static PixelBuffer Create(long length, PixelStore? store) => store?.Create(length) ?? new float[length];

    /// <inheritdoc/>
    public double Step(IObjective objective, PixelBuffer point)
    {
        ArgumentNullException.ThrowIfNull(objective);
        ArgumentNullException.ThrowIfNull(point);
        double loss = objective.Evaluate(point, _gradient);
        if (!double.IsFinite(loss))
            return loss;
        _steps++;
        for (long at = 0; at < point.Length; at += PixelBuffer.PieceLength)
        {
            using PixelPiece x = point.OpenFrom(at, PieceUse.Change), g = _gradient.OpenFrom(at, PieceUse.Read);
            using PixelPiece m = _mean.OpenFrom(at, PieceUse.Change), v = _square.OpenFrom(at, PieceUse.Change);
            Move(x.Values, g.Values, m.Values, v.Values);
            if (Clamps)
                Clamp(x.Values);
        }

        return loss;
    }

    private static void Clamp(Span<float> values)
    {
        foreach (ref float value in values)
            value = Math.Clamp(value, 0, 1);
    }

    void IStateful.Exchange(RunState state)
    {
        _steps = state.Number("steps", _steps);
        state.Values("mean", _mean);
        state.Values("square", _square);
    }

    private void Move(Span<float> point, ReadOnlySpan<float> gradient, Span<float> mean, Span<float> square)
    {
        float keep1 = (float)(1 - _beta1), beta2 = (float)_beta2, keep2 = (float)(1 - _beta2);
        float step = (float)(_rate / (1 - Math.Pow(_beta1, _steps)));
        float root = (float)Math.Sqrt(1 - Math.Pow(_beta2, _steps)), epsilon = (float)Epsilon;
        int i = 0;
        for (; i <= point.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> g = new(gradient[i..]), m = new(mean[i..]), v = new(square[i..]);
            m += new Vector<float>(keep1) * (g - m);
            v = (new Vector<float>(beta2) * v) + (new Vector<float>(keep2) * g * g);
            Vector<float> change = new Vector<float>(step) * m / ((Vector.SquareRoot(v) / new Vector<float>(root)) + new Vector<float>(epsilon));
            m.CopyTo(mean[i..]);
            v.CopyTo(square[i..]);
            (new Vector<float>(point[i..]) - change).CopyTo(point[i..]);
        }

        for (; i < point.Length; i++)
        {
            float g = gradient[i];
            float m = mean[i] += keep1 * (g - mean[i]);
            float v = square[i] = (beta2 * square[i]) + (keep2 * g * g);
            point[i] -= step * m / ((MathF.Sqrt(v) / root) + epsilon);
        }
    }
}
