import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import { TextField } from './TextField'

afterEach(cleanup)

it('a field that is left by a press elsewhere makes its edit on release, before the click and after the button was met', () => {
  const done: string[] = []
  const commit = (text: string) => {
    done.push(text)
    return null
  }
  render(
    <>
      <TextField label="MTU" value="" onCommit={commit} />
      <button type="button" onClick={() => done.push('click')}>
        Add
      </button>
    </>,
  )
  const field = screen.getByLabelText('MTU')
  fireEvent.change(field, { target: { value: '1400' } })
  const button = screen.getByRole('button')
  fireEvent.pointerDown(button)
  fireEvent.blur(field)
  expect(done).toEqual([])
  fireEvent.pointerUp(button)
  fireEvent.click(button)
  expect(done).toEqual(['1400', 'click'])
})

it('by key it is left at once', () => {
  const done: string[] = []
  render(
    <TextField
      label="MTU"
      value=""
      onCommit={(text) => {
        done.push(text)
        return null
      }}
    />,
  )
  const field = screen.getByLabelText('MTU')
  fireEvent.change(field, { target: { value: '1400' } })
  fireEvent.blur(field)
  expect(done).toEqual(['1400'])
})
