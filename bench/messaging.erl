%% Messages between Erlang processes, to compare with MessagingBench: erlc messaging.erl, then
%% erl +S 1:1 -noshell -s messaging main. Prints nanoseconds for each message, the best of nine runs.
-module(messaging).
-export([main/0]).

-define(MESSAGES, 1000000).
-define(RING, 1000).
-define(SENDERS, 100).
-define(ACTORS, 100000).

main() ->
    io:format("{:ping-pong ~.1f, :ring ~.1f, :crowd ~.1f, :many-to-one ~.1f, :spawn ~.1f}~n",
              [best(fun() -> run(2, 1) end),
               best(fun() -> run(?RING, 1) end),
               best(fun() -> run(?RING, ?SENDERS) end),
               best(fun many_to_one/0),
               best(fun spawning/0)]),
    halt().

best(Run) ->
    lists:min([Run() || _ <- lists:seq(1, 9)]).

%% Each process has handled a message, so each was really made.
spawning() ->
    Self = self(),
    {Us, Pids} = timer:tc(fun() ->
        Pids = [spawn(fun() -> wait(Self) end) || _ <- lists:seq(1, ?ACTORS)],
        [begin Pid ! {next, Pid}, Pid ! {Self, #{count => 0}} end || Pid <- Pids],
        [receive done -> ok end || _ <- Pids],
        Pids
    end),
    [exit(Pid, kill) || Pid <- Pids],
    Us * 1000 / ?ACTORS.

%% Half of the messages go to one receiver, half from each sender to itself.
many_to_one() ->
    Self = self(),
    PerSender = ?MESSAGES div ?SENDERS div 2,
    One = spawn(fun() -> collect(Self, ?SENDERS * PerSender) end),
    Pids = [spawn(fun() -> send_both(One) end) || _ <- lists:seq(1, ?SENDERS)],
    {Us, ok} = timer:tc(fun() ->
        [Pid ! {Self, #{count => PerSender}} || Pid <- Pids],
        receive done -> ok end
    end),
    [exit(Pid, kill) || Pid <- Pids],
    Us * 1000 / ?MESSAGES.

send_both(One) ->
    receive
        {_From, #{count := 0}} -> send_both(One);
        {_From, #{count := N}} ->
            One ! {self(), #{count => 0}},
            self() ! {self(), #{count => N - 1}},
            send_both(One)
    end.

collect(Owner, 0) -> Owner ! done;
collect(Owner, Left) -> receive {_From, #{count := _}} -> collect(Owner, Left - 1) end.

run(Size, Senders) ->
    Self = self(),
    Pids = [spawn(fun() -> wait(Self) end) || _ <- lists:seq(1, Size)],
    lists:foreach(fun({Pid, Next}) -> Pid ! {next, Next} end,
                  lists:zip(Pids, tl(Pids) ++ [hd(Pids)])),
    {Us, ok} = timer:tc(fun() ->
        [lists:nth(I, Pids) ! {Self, #{count => ?MESSAGES div Senders}}
         || I <- lists:seq(1, Senders)],
        [receive done -> ok end || _ <- lists:seq(1, Senders)],
        ok
    end),
    [exit(Pid, kill) || Pid <- Pids],
    Us * 1000 / ?MESSAGES.

wait(Owner) ->
    receive {next, Next} -> pass(Owner, Next) end.

pass(Owner, Next) ->
    receive
        {_From, #{count := 0}} -> Owner ! done, pass(Owner, Next);
        {_From, #{count := N}} -> Next ! {self(), #{count => N - 1}}, pass(Owner, Next)
    end.
