using System.Numerics;
using Impasto.Checkpoints;
using Impasto.Imaging;
using Impasto.Storage;

namespace Impasto.Optimizers;

/// <summary>Adam: steps of even size from running averages of the gradient and its square.</summary>
/// <remarks>
/// m = b1 m + (1 - b1) g; v = b2 v + (1 - b2) g^2; x -= rate / (1 - b1^t) * m / (sqrt(v) / sqrt(1 - b2^t) + eps).
/// Source: Kingma and Ba, 2015, algorithm 1. Differs from the paper: eps is added after the correction of v, as PyTorch
/// does.
/// </remarks>
internal sealed class Adam : IOptimizer
{
    // PyTorch's default, and the notebook's.
    private const double Epsilon = 1e-8;

    private readonly AdamOptions _options;
    private readonly double _rate;
    private readonly PixelBuffer _mean;
    private readonly PixelBuffer _square;
    private readonly PixelBuffer _gradient;
    private readonly IterateAverage? _average;
    private int _steps;

    /// <summary>Creates an optimiser without memory.</summary>
    /// <param name="options">Rates and memory.</param>
    /// <param name="room">Makes its vectors.</param>
    public Adam(AdamOptions options, OptimizerRoom room)
    {
        _options = options;
        _rate = room.StepFactor * options.LearningRate;
        _mean = room.Vector();
        _square = room.Vector();
        _gradient = room.Vector();
        _average = options.Average > 0 ? new IterateAverage(room.Length, options.Average, room.Store) : null;
    }

    /// <inheritdoc/>
    public PixelBuffer? Average => _average is { IsEmpty: false } ? _average.Value : null;

    /// <inheritdoc/>
    public LossValue Step(IObjective objective, PixelBuffer point)
    {
        ArgumentNullException.ThrowIfNull(objective);
        ArgumentNullException.ThrowIfNull(point);
        LossValue loss = objective.Evaluate(point, _gradient);
        if (!double.IsFinite(loss.Total))
            return loss;
        if (_average is { IsEmpty: true })
            _average.Add(point);
        _steps++;
        for (long at = 0; at < point.Length; at += PixelBuffer.PieceLength)
        {
            using PixelPiece x = point.OpenFrom(at, PieceUse.Change), g = _gradient.OpenFrom(at, PieceUse.Read);
            using PixelPiece m = _mean.OpenFrom(at, PieceUse.Change), v = _square.OpenFrom(at, PieceUse.Change);
            Move(x.Values, g.Values, m.Values, v.Values);
            if (_options.Clamp)
                Clamp(x.Values);
        }

        _average?.Add(point);
        return loss;
    }

    /// <inheritdoc/>
    public void Exchange(CheckpointState state)
    {
        _steps = state.Number("steps", _steps);
        state.Values("mean", _mean);
        state.Values("square", _square);
        _average?.Exchange(state.Within("average"));
    }

    /// <summary>
    /// Adam with the same averages of gradients at another size; averages of squares stay at least 0, and the average
    /// of iterates starts anew.
    /// </summary>
    /// <inheritdoc/>
    public IOptimizer Resized(PictureSize from, PictureSize to, OptimizerRoom room)
    {
        var resized = new Adam(_options, room) { _steps = _steps };
        PixelResampler.Resize(_mean, from, resized._mean, to, team: room.Team);
        PixelResampler.Resize(_square, from, resized._square, to, ResampleFilter.Bilinear, team: room.Team);
        for (long at = 0; at < room.Length; at += PixelBuffer.PieceLength)
        {
            using PixelPiece square = resized._square.OpenFrom(at, PieceUse.Change);
            foreach (ref float value in square.Values)
                value = MathF.Max(0, value);
        }

        return resized;
    }

    private static void Clamp(Span<float> values)
    {
        foreach (ref float value in values)
            value = Math.Clamp(value, 0, 1);
    }

    private void Move(Span<float> point, ReadOnlySpan<float> gradient, Span<float> mean, Span<float> square)
    {
        float keep1 = (float)(1 - _options.Beta1), beta2 = (float)_options.Beta2, keep2 = (float)(1 - _options.Beta2);
        float step = (float)(_rate / (1 - Math.Pow(_options.Beta1, _steps)));
        float root = (float)Math.Sqrt(1 - Math.Pow(_options.Beta2, _steps)), epsilon = (float)Epsilon;
        int i = 0;
        for (; i <= point.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> g = new(gradient[i..]), m = new(mean[i..]), v = new(square[i..]);
            m += new Vector<float>(keep1) * (g - m);
            v = (new Vector<float>(beta2) * v) + (new Vector<float>(keep2) * g * g);
            Vector<float> size = (Vector.SquareRoot(v) / new Vector<float>(root)) + new Vector<float>(epsilon);
            Vector<float> change = new Vector<float>(step) * m / size;
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
