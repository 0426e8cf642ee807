using System.Numerics;
using Impasto.Checkpoints;
using Impasto.Imaging;
using Impasto.Numerics;
using Impasto.Storage;
using Impasto.Threads;

namespace Impasto.Optimizers;

/// <summary>Adam: steps of even size from running averages of the gradient and its square.</summary>
/// <remarks>
/// m = b1 m + (1 - b1) g; v = b2 v + (1 - b2) g^2; x -= rate / (1 - b1^t) * m / (sqrt(v) / sqrt(1 - b2^t) + eps).
/// Source: Kingma and Ba, 2015, algorithm 1. Differs from the paper: eps is added after the correction of v, as PyTorch
/// does. With a coarse gain the same is done for every level of the gradient's pyramid, and the moves of all levels
/// are added up.
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
    private readonly PicturePyramid _pyramid;

    // Of the pyramid's coarser levels.
    private readonly (PixelBuffer Mean, PixelBuffer Square)[] _coarser;
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
        _pyramid = new PicturePyramid(room, options.CoarseGain);
        _coarser =
        [
            .. Enumerable.Range(1, _pyramid.Coarser).Select(level => _pyramid.Level(level).Length)
                .Select(length => (room.Store.Create(length), room.Store.Create(length))),
        ];
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
        _pyramid.Reduce(_gradient);
        for (int i = 0; i < _coarser.Length; i++)
            ToMove(_pyramid.Level(i + 1), _coarser[i].Mean, _coarser[i].Square);
        _pyramid.Expand(point);
        for (long at = 0; at < point.Length; at += PixelBuffer.PieceLength)
        {
            // The gradient is not needed again: where it is a copy of values on disk, it is not written back.
            using PixelPiece x = point.OpenFrom(at, PieceUse.Change), g = _gradient.OpenFrom(at, PieceUse.Read);
            using PixelPiece m = _mean.OpenFrom(at, PieceUse.Change), v = _square.OpenFrom(at, PieceUse.Change);
            ToMove(g.Values, m.Values, v.Values);
            VectorMath.AddScaled(x.Values, g.Values, 1);
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
        for (int i = 0; i < _coarser.Length; i++)
        {
            state.Values($"mean{i + 1}", _coarser[i].Mean);
            state.Values($"square{i + 1}", _coarser[i].Square);
        }

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
        Resize((_mean, _square), from, (resized._mean, resized._square), to, room.Team);
        for (int i = 0; i < Math.Min(_coarser.Length, resized._coarser.Length); i++)
        {
            (PictureSize before, PictureSize after) = (_pyramid.SizeOf(i + 1), resized._pyramid.SizeOf(i + 1));
            Resize(_coarser[i], before, resized._coarser[i], after, room.Team);
        }

        return resized;
    }

    private static void Resize(
        (PixelBuffer Mean, PixelBuffer Square) source,
        PictureSize from,
        (PixelBuffer Mean, PixelBuffer Square) target,
        PictureSize to,
        WorkerTeam? team)
    {
        PixelResampler.Resize(source.Mean, from, target.Mean, to, team: team);
        PixelResampler.Resize(source.Square, from, target.Square, to, ResampleFilter.Bilinear, team: team);
        for (long at = 0; at < target.Square.Length; at += PixelBuffer.PieceLength)
        {
            using PixelPiece square = target.Square.OpenFrom(at, PieceUse.Change);
            foreach (ref float value in square.Values)
                value = MathF.Max(0, value);
        }
    }

    private static void Clamp(Span<float> values)
    {
        foreach (ref float value in values)
            value = Math.Clamp(value, 0, 1);
    }

    // Turns derivatives into what is added to a point.
    private void ToMove(PixelBuffer gradient, PixelBuffer mean, PixelBuffer square)
    {
        for (long at = 0; at < gradient.Length; at += PixelBuffer.PieceLength)
        {
            using PixelPiece g = gradient.OpenFrom(at, PieceUse.Change);
            using PixelPiece m = mean.OpenFrom(at, PieceUse.Change), v = square.OpenFrom(at, PieceUse.Change);
            ToMove(g.Values, m.Values, v.Values);
        }
    }

    private void ToMove(Span<float> gradient, Span<float> mean, Span<float> square)
    {
        float keep1 = (float)(1 - _options.Beta1), beta2 = (float)_options.Beta2, keep2 = (float)(1 - _options.Beta2);
        float step = -(float)(_rate / (1 - Math.Pow(_options.Beta1, _steps)));
        float root = (float)Math.Sqrt(1 - Math.Pow(_options.Beta2, _steps)), epsilon = (float)Epsilon;
        int i = 0;
        for (; i <= gradient.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> g = new(gradient[i..]), m = new(mean[i..]), v = new(square[i..]);
            m += new Vector<float>(keep1) * (g - m);
            v = (new Vector<float>(beta2) * v) + (new Vector<float>(keep2) * g * g);
            Vector<float> size = (Vector.SquareRoot(v) / new Vector<float>(root)) + new Vector<float>(epsilon);
            m.CopyTo(mean[i..]);
            v.CopyTo(square[i..]);
            (new Vector<float>(step) * m / size).CopyTo(gradient[i..]);
        }

        for (; i < gradient.Length; i++)
        {
            float g = gradient[i];
            float m = mean[i] += keep1 * (g - mean[i]);
            float v = square[i] = (beta2 * square[i]) + (keep2 * g * g);
            gradient[i] = step * m / ((MathF.Sqrt(v) / root) + epsilon);
        }
    }
}
