using Impasto.Checkpoints;
using Impasto.Numerics;
using Impasto.Storage;

namespace Impasto.Optimizers;

/// <summary>Limited-memory BFGS: a Newton-like direction from the last steps and changes of the gradient.</summary>
/// <remarks>
/// Two-loop recursion of Nocedal, 1980 (Nocedal and Wright, 2006, algorithm 7.4), with the initial inverse Hessian
/// (s.y / y.y) I. The first step has length at most 1 over the gradient's sum of magnitudes. Pairs without positive
/// curvature are left out. Without a line search this makes the iterates of torch.optim.LBFGS.
/// </remarks>
internal sealed class Lbfgs : IOptimizer
{
    // PyTorch's bound on s.y for a pair to be kept; with a line search it is 0.
    private const double SmallestCurvature = 1e-10;

    // Mean length of the first step with a pyramid, in the pixels' units: long enough to need no search for its order.
    private const double FirstMove = 0.006;

    private readonly LbfgsMemory _memory;
    private readonly PicturePyramid _pyramid;
    private readonly LineSearchMode _lineSearch;
    private readonly double _rate;
    private readonly PixelBuffer _direction;
    private readonly PixelBuffer _trial;
    private PixelBuffer _gradient;
    private PixelBuffer _nextGradient;
    private PixelBuffer _spareGradient;
    private LossValue _loss = 0;
    private double _stepLength;
    private bool _evaluated;
    private bool _moved;
    private bool _atRest;

    /// <summary>Creates an optimiser without memory.</summary>
    /// <param name="options">Pairs to remember, first length, line search.</param>
    /// <param name="room">Makes its vectors, and has threads to share the work.</param>
    /// <param name="roundsPairs">Whether pairs are remembered in 16 bits; null takes the options' choice.</param>
    public Lbfgs(LbfgsOptions options, OptimizerRoom room, bool? roundsPairs = null)
    {
        _pyramid = new PicturePyramid(room, options.CoarseGain);
        _lineSearch = options.LineSearch;
        _rate = room.StepFactor * options.LearningRate;
        _direction = room.Vector();
        _gradient = room.Vector();
        _nextGradient = room.Vector();
        long forSearch = _lineSearch == LineSearchMode.StrongWolfe ? room.Length : 0;
        _trial = room.Store.Create(_pyramid.Coarser > 0 ? room.Length : forSearch);
        _spareGradient = room.Store.Create(forSearch);
        _memory = new LbfgsMemory(options.History, roundsPairs ?? options.RoundsPairs, room.Store, room.Team)
        {
            Pyramid = _pyramid.Coarser > 0 ? _pyramid : null,
            Room = _trial,
        };
    }

    /// <summary>
    /// Whether the line search found nothing lower even straight downhill: further steps change nothing.
    /// </summary>
    public bool IsAtRest => _atRest;

    /// <inheritdoc/>
    public LossValue Step(IObjective objective, PixelBuffer point)
    {
        ArgumentNullException.ThrowIfNull(objective);
        ArgumentNullException.ThrowIfNull(point);
        return _lineSearch == LineSearchMode.None ? StepByRate(objective, point) : StepBySearch(objective, point);
    }

    /// <inheritdoc/>
    public void Exchange(CheckpointState state)
    {
        _loss = LossState.Exchange(state.Within("loss"), _loss);
        _stepLength = state.Number("stepLength", _stepLength);
        _evaluated = state.Flag("evaluated", _evaluated);
        _moved = state.Flag("moved", _moved);
        _atRest = state.Flag("atRest", _atRest);
        state.Values("direction", _direction);
        state.Values("gradient", _gradient);
        state.Values("nextGradient", _nextGradient);
        _memory.Exchange(state, _direction.Length);
    }

    /// <inheritdoc/>
    public void ForgetValues() => (_evaluated, _moved, _atRest) = (false, false, false);

    private LossValue StepByRate(IObjective objective, PixelBuffer point)
    {
        LossValue loss = objective.Evaluate(point, _nextGradient);
        if (!double.IsFinite(loss.Total))
            return loss;
        Remember(SmallestCurvature);
        double length = TurnDownhill(loss.Total);
        BufferMath.AddScaled(point, _direction, length);
        _stepLength = length;
        return loss;
    }

    private LossValue StepBySearch(IObjective objective, PixelBuffer point)
    {
        if (!_evaluated)
        {
            _loss = objective.Evaluate(point, _nextGradient);
            _evaluated = true;
            if (!double.IsFinite(_loss.Total))
                return _loss;
        }

        LossValue before = _loss;
        if (_atRest)
            return before;
        Remember(0);
        double length = TurnDownhill(before.Total);
        var search = new StrongWolfeSearch(
            objective, new SearchLine(point, _direction, _trial), _nextGradient, _spareGradient);
        LinePoint found = search.Run(before, BufferMath.Dot(_gradient, _direction), length);
        if (found.Length == 0)
        {
            // No way down along this direction: forget the curvature and start again from steepest descent. If that was
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
        _loss = found.Loss;
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
        if (_pyramid.Coarser == 0)
            return Math.Min(1, 1 / BufferMath.SumOfMagnitudes(_gradient)) * _rate;
        _pyramid.Apply(_direction);
        return FirstMove * _direction.Length / BufferMath.SumOfMagnitudes(_direction) * _rate;
    }
}
