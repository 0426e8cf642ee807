using Impasto.Checkpoints;
using Impasto.Numerics;
using Impasto.Storage;
using Impasto.Threads;

namespace Impasto.Optimizers;

/// <summary>Limited-memory BFGS: a Newton-like direction from the last steps and changes of the gradient.</summary>
/// <remarks>
/// Two-loop recursion of Nocedal, 1980 (Nocedal and Wright, 2006, algorithm 7.4), with the initial inverse Hessian
/// (s.y / y.y) I. The first step has length at most 1 over the gradient's sum of magnitudes. Pairs without positive
/// curvature are left out. Without a line search this makes the iterates of torch.optim.LBFGS.
/// </remarks>
public sealed class Lbfgs : IOptimizer, IStateful
{
    // PyTorch's bound on s.y for a pair to be kept; with a line search it is relative to |s||y| instead.
    private const double SmallestCurvature = 1e-10;

    private readonly LbfgsMemory _memory;
    private readonly LineSearchKind _lineSearch;
    private readonly double _rate;
    private readonly PixelBuffer _direction;
    private readonly PixelBuffer _trial;
    private PixelBuffer _gradient;
    private PixelBuffer _nextGradient;
    private PixelBuffer _spareGradient;
    private double _loss;
    private double _stepLength;
    private bool _evaluated;
    private bool _moved;
    private bool _atRest;

    /// <summary>Starts with no memory.</summary>
    /// <param name="length">Values in the image.</param>
    /// <param name="history">Pairs to remember, at least 1; each costs 8 bytes a value, 4 where they are rounded. Default 100.</param>
    /// <param name="learningRate">Length tried first along a direction. Default 1.</param>
    /// <param name="lineSearch">How the length is chosen. Default strong Wolfe.</param>
    /// <param name="store">Where its vectors lie: five and the pairs; null (the default) takes arrays.</param>
    /// <param name="rounded">
    /// Whether pairs are remembered in 16 bits (bfloat16): half the memory and time; the line search makes up for directions that are a little
    /// off. Default: no, as published results were made.
    /// </param>
    public Lbfgs(
        long length,
        int history = 100,
        double learningRate = 1,
        LineSearchKind lineSearch = LineSearchKind.StrongWolfe,
        PixelStore? store = null,
        bool rounded = false)
        : this(length, (history, rounded), learningRate, lineSearch, store, team: null)
    {
    }

    /// <summary>Starts with no memory, and with threads to share the work.</summary>
    internal Lbfgs(
        long length, (int Pairs, bool Rounded) history, double learningRate, LineSearchKind lineSearch, PixelStore? store, WorkerTeam? team)
    {
        _memory = new LbfgsMemory(history.Pairs, history.Rounded, store, team);
        _lineSearch = lineSearch;
        _rate = learningRate;
        _direction = Create(length);
        _gradient = Create(length);
        _nextGradient = Create(length);
        long forSearch = lineSearch == LineSearchKind.StrongWolfe ? length : 0;
        _trial = Create(forSearch);
        _spareGradient = Create(forSearch);

        PixelBuffer Create(long values) => store?.Create(values) ?? new float[values];
    }

    /// <summary>Whether the line search found nothing lower even straight downhill: further steps change nothing.</summary>
    public bool IsAtRest => _atRest;

    /// <inheritdoc/>
    public double Step(IObjective objective, PixelBuffer point)
    {
        ArgumentNullException.ThrowIfNull(objective);
        ArgumentNullException.ThrowIfNull(point);
        return _lineSearch == LineSearchKind.None ? StepByRate(objective, point) : StepBySearch(objective, point);
    }

    void IStateful.Exchange(RunState state)
    {
        _loss = state.Number("loss", _loss);
        _stepLength = state.Number("stepLength", _stepLength);
        _evaluated = state.Flag("evaluated", _evaluated);
        _moved = state.Flag("moved", _moved);
        _atRest = state.Flag("atRest", _atRest);
        state.Values("direction", _direction);
        state.Values("gradient", _gradient);
        state.Values("nextGradient", _nextGradient);
        _memory.Exchange(state, _direction.Length);
    }

    private double StepByRate(IObjective objective, PixelBuffer point)
    {
        double loss = objective.Evaluate(point, _nextGradient);
        if (!double.IsFinite(loss))
            return loss;
        Remember(SmallestCurvature);
        double length = TurnDownhill(loss);
        BufferMath.AddScaled(point, _direction, length);
        _stepLength = length;
        return loss;
    }

    private double StepBySearch(IObjective objective, PixelBuffer point)
    {
        if (!_evaluated)
        {
            _loss = objective.Evaluate(point, _nextGradient);
            _evaluated = true;
            if (!double.IsFinite(_loss))
                return _loss;
        }

        double before = _loss;
        if (_atRest)
            return before;
        Remember(0);
        double length = TurnDownhill(before);
        var search = new StrongWolfeSearch(objective, new SearchLine(point, _direction, _trial), _nextGradient, _spareGradient);
        LinePoint found = search.Run(before, BufferMath.Dot(_gradient, _direction), length);
        if (found.Length == 0)
        {
            // No way down along this direction: forget the curvature and start again from steepest descent. Where that was
            // the direction already, it would only fail again.
            _atRest = _memory.Count == 0;
            if (_atRest && search.IsLost)
                return double.NaN;
            _memory.Clear();
            _moved = false;
            BufferMath.Copy(_gradient, _nextGradient);
            return before;
        }

        BufferMath.AddScaled(point, _direction, found.Length);
        (_nextGradient, _spareGradient) = (search.Gradient, search.SpareGradient);
        _loss = found.Value;
        _stepLength = found.Length;
        return before;
    }

    // After this _gradient belongs to the point and the last step's pair is in the memory.
    private void Remember(double smallestCurvature)
    {
        if (_moved)
            _memory.Add(_direction, _stepLength, _gradient, _nextGradient, smallestCurvature);
        (_gradient, _nextGradient) = (_nextGradient, _gradient);
        _moved = true;
    }

    // Fills _direction and gives the length to try.
    private double TurnDownhill(double loss)
    {
        if (_memory.Count > 0 && double.IsFinite(loss))
        {
            _memory.Direction(_gradient, _direction);
            return _rate;
        }

        BufferMath.Scale(_gradient, -1, _direction);
        return Math.Min(1, 1 / BufferMath.SumOfMagnitudes(_gradient)) * _rate;
    }
}
